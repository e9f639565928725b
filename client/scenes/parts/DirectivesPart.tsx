import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SceneDirective } from '../../../shared/api/scenes.ts'
import { api } from '../../api/index.ts'
import { useSignal, useViewClock } from '../../live/index.ts'
import { dayText, Mark, useLanguage } from '../../ui/index.ts'
import lists from '../lists.module.css'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import { Nothing } from './Nothing.tsx'

/** What is asked of whom and still open: overdue first, then the nearest day. */
export function DirectivesPart({ part }: PartProps<'directives'>) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const now = useViewClock()
  const { data, refetch } = useQuery({
    queryKey: ['scene-directives'],
    queryFn: () => api.get<SceneDirective[]>('/api/scene-directives'),
    staleTime: 60_000,
    refetchInterval: 300_000,
  })
  useSignal('directives', () => void refetch())
  const list = [...(data ?? [])].sort((a, b) => a.due - b.due)
  const more = list.length - part.count
  return (
    <section className={lists.list} data-directives={list.length}>
      <h2 className={styles.title}>{part.title?.[language] ?? t('part.directives')}</h2>
      {data && list.length === 0 && <Nothing said={t('part.noDirectives')} />}
      <ul>
        {list.slice(0, part.count).map((d) => (
          <li key={d.id} data-overdue={d.due < now || undefined}>
            <strong>{d.text}</strong>
            <small>
              {d.due < now && <Mark kind="late" />} {d.addressee[language]} ·{' '}
              {t(d.due < now ? 'part.overdue' : 'part.due', { day: dayText(d.due, language) })}
            </small>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles.none}>{t('part.more', { count: more })}</p>}
    </section>
  )
}
