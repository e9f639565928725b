import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmView, IncidentOutcome, IncidentView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, momentText, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { Outcome } from './Outcome.tsx'
import styles from './page.module.css'
import { counted, NOTHING } from './pieces.ts'

type Props = { language: Language; now: number; mayAct: boolean; shown: readonly AlarmView[] }
const MOST = 1_000

/** Alarms gathered into one happening: what the filter shows is taken under a title, and acted on with one word. */
export function Incidents({ language, now, mayAct, shown }: Props) {
  const { t } = useTranslation('alarms')
  const queries = useQueryClient()
  const [title, setTitle] = useState('')
  const [notes, setNotes] = useState<Record<number, string>>({})
  const { data, error } = useQuery({
    queryKey: ['alarm-incidents'],
    queryFn: () => api.get<IncidentView[]>('/api/alarm-incidents'),
    refetchInterval: 5_000,
  })
  const free = shown.filter((a) => a.incident === null).slice(0, MOST)
  const again = () => queries.invalidateQueries({ queryKey: ['alarm-incidents'] })
  const make = useMutation({
    mutationFn: () =>
      api.post('/api/alarm-incidents', { title: title.trim(), alarms: free.map((a) => a.id) }),
    onSuccess: () => {
      setTitle('')
      return again()
    },
  })
  const act = useMutation({
    mutationFn: ({ id, what }: { id: number; what: 'acknowledge' | 'close' }) =>
      api.post<IncidentOutcome>(`/api/alarm-incidents/${id}/${what}`, { note: notes[id]?.trim() }),
    onSuccess: again,
  })
  const said = act.variables?.what === 'acknowledge' ? act.data : undefined
  return (
    <section className={forms.form}>
      <h2>{t('incident.title')}</h2>
      {mayAct && (
        <>
          <label>
            {t('incident.new', { count: free.length })}
            <input name="incident" maxLength={500} value={title} onChange={(e) => setTitle(e.target.value)} />
          </label>
          <footer>
            <Button disabled={!title.trim() || !free.length || make.isPending} onClick={() => make.mutate()}>
              {t('incident.open')}
            </Button>
          </footer>
        </>
      )}
      <Problem error={error ?? make.error ?? act.error} />
      {said && said.refused.length > 0 && (
        <Outcome
          act="acknowledge"
          tally={counted(NOTHING, { done: said.done.length, refused: said.refused.map((r) => r.why) })}
          onClose={act.reset}
        />
      )}
      {data?.length === 0 && <p>{t('incident.none')}</p>}
      {data?.map((i) => (
        <article key={i.id} className={styles.incident} data-incident={i.id}>
          <h3>
            #{i.id} {i.title}
          </h3>
          <p>
            {t('incident.opened', { by: i.openedBy, time: momentText(i.openedAt, now, language) })}
            {i.closedAt !== null
              ? ` · ${t('incident.closed', { by: i.closedBy ?? '', time: momentText(i.closedAt, now, language) })}`
              : ` · ${t('incident.members', { count: i.members, waiting: i.waiting })}`}
          </p>
          {mayAct && i.closedAt === null && (
            <>
              <input
                aria-label={t('act.acknowledgeNote')}
                placeholder={t('act.acknowledgeNote')}
                maxLength={500}
                value={notes[i.id] ?? ''}
                onChange={(e) => setNotes({ ...notes, [i.id]: e.target.value })}
              />
              <footer>
                <Button
                  disabled={!notes[i.id]?.trim() || i.waiting === 0 || act.isPending}
                  onClick={() => act.mutate({ id: i.id, what: 'acknowledge' })}
                >
                  {t('incident.acknowledge', { count: i.waiting })}
                </Button>
                <Button
                  disabled={!notes[i.id]?.trim() || act.isPending}
                  onClick={() => act.mutate({ id: i.id, what: 'close' })}
                >
                  {t('incident.close')}
                </Button>
              </footer>
            </>
          )}
        </article>
      ))}
    </section>
  )
}
