import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { LogEntryView } from '../../shared/api/logbook.ts'
import type { Language } from '../../shared/vocabulary.ts'
import { api, useMe } from '../api/index.ts'
import { useSignal } from '../live/index.ts'
import { Button } from '../ui/Button.tsx'
import { Problem } from '../ui/Problem.tsx'
import styles from './duty.module.css'
import { LogLine } from './LogLine.tsx'
import { openDuty } from './store.ts'

const SHOWN = 30

/** The newest of the shift log, at the foot of the desk: what the next shift inherits. */
export function LogPart({
  language,
  now,
  className,
}: {
  language: Language
  now: number
  className: string
}) {
  const { t } = useTranslation('shifts')
  const me = useMe()
  const queries = useQueryClient()
  useSignal('log', () => void queries.invalidateQueries({ queryKey: ['log'] }))
  const log = useQuery({
    queryKey: ['log', 'part'],
    queryFn: () => api.get<LogEntryView[]>(`/api/log?limit=${SHOWN}`),
    enabled: me.can('read', 'Duty'),
  })
  if (!me.can('read', 'Duty')) return null
  return (
    <section className={className} aria-label={t('log.title')} data-pane="log" tabIndex={-1}>
      <h2 className={styles.head}>
        <Link to="/log">{t('log.title')}</Link>
        {me.can('create', 'Duty') && (
          <Button onClick={() => openDuty('log')} data-action="log">
            {t('log.short')} <kbd>N</kbd>
          </Button>
        )}
      </h2>
      <Problem error={log.error} />
      {log.data?.length === 0 && <p className={styles.none}>{t('log.empty')}</p>}
      <div className={styles.entries}>
        {log.data?.map((e) => (
          <LogLine key={e.id} entry={e} now={now} language={language} />
        ))}
      </div>
    </section>
  )
}
