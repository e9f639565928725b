import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import { api, learnSession, useSession } from '../../api/index.ts'
import { useCounts, useLiveEvent } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { Acts } from './Acts.tsx'
import styles from './directives.module.css'
import { StateWord } from './StateWord.tsx'
import { useDirective } from './useDirective.ts'
import { WatchLine } from './WatchLine.tsx'

/** What this session gave the agency to do, read back on its own page, where it is accepted or answered. */
export function GivenInSession({ session }: { session: string }) {
  const { t } = useTranslation('directives')
  const { state } = useSession()
  const queries = useQueryClient()
  useEffect(() => {
    if (state === 'unknown') void learnSession()
  }, [state])
  useCounts()
  useLiveEvent('directives', () => void queries.invalidateQueries({ queryKey: ['directives'] }))
  const given = useQuery({
    queryKey: ['directives', 'list', 'session', session],
    queryFn: () =>
      api.get<DirectiveView[]>(`/api/directives?which=open&session=${encodeURIComponent(session)}`),
    enabled: state === 'in',
  })
  if (!given.data?.length) return null
  return (
    <aside className={styles.given} data-given={given.data.length} aria-label={t('givenHere')}>
      <h2>{t('givenHere')}</h2>
      {given.data.map((d) => (
        <Given key={d.id} id={d.id} />
      ))}
    </aside>
  )
}

function Given({ id }: { id: number }) {
  const { t } = useTranslation('directives')
  const language = useLanguage()
  const { data: d } = useDirective(id)
  if (!d) return null
  return (
    <article data-card={d.id} data-state={d.state}>
      <p className={styles.text}>{d.text}</p>
      <p>
        <StateWord directive={d} /> · {t('due')}: {dayAndClock(d.due)}
      </p>
      {d.watch && <WatchLine watch={d.watch} language={language} />}
      <Acts directive={d} onChange={null} />
    </article>
  )
}
