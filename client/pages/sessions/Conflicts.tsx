import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Conflict } from '../../../shared/api/bookings.ts'
import { api } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Problem, untilText, useLanguage } from '../../ui/index.ts'
import styles from './sessions.module.css'

type Hours = {
  startsAt: number
  minutes: number
  units: string[]
  chair: number | null
  except: string | null
}

/** Who is already asked for in these hours, said while one books. */
export function Conflicts({ of }: { of: Hours }) {
  const { data, error } = useQuery({
    queryKey: ['bookings', 'conflicts', of],
    queryFn: () => api.post<Conflict[]>('/api/bookings/conflicts', of),
    enabled: of.minutes >= 5 && of.minutes <= 720,
    placeholderData: keepPreviousData,
  })
  // Not known is not the same as free.
  if (error) return <Problem error={error} />
  return <ConflictList conflicts={data ?? []} />
}

export function ConflictList({ conflicts }: { conflicts: readonly Conflict[] }) {
  const { t } = useTranslation('sessions')
  const language = useLanguage()
  const now = useServerClock()
  if (!conflicts.length) return null
  return (
    <ul className={styles.conflicts} role="alert" data-conflicts={conflicts.length}>
      {conflicts.slice(0, 8).map((c) => (
        <li key={`${c.with.startsAt}/${c.with.title ?? ''}/${c.unit?.code ?? 'chair'}`}>
          {t(c.with.title === null ? 'conflictOther' : 'conflict', {
            who: c.unit?.name[language] ?? c.chair,
            title: c.with.title,
            time: untilText(c.with.startsAt, now, language),
          })}
        </li>
      ))}
      {conflicts.length > 8 && <li>{t('more', { count: conflicts.length - 8 })}</li>}
    </ul>
  )
}
