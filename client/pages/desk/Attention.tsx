import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttentionRow, BoardRow } from '../../../shared/live.ts'
import { CONNECTION_STATES, type ConnectionState, type Language } from '../../../shared/vocabulary.ts'
import { Button } from '../../ui/index.ts'
import { Acknowledge } from './Acknowledge.tsx'
import styles from './attention.module.css'
import { attentionDetail, newestFirst } from './attentionText.ts'
import { StateMark } from './StateMark.tsx'
import { clock, instant, lasting } from './times.ts'

const stateOf = (text: string): ConnectionState => CONNECTION_STATES.find((s) => s === text) ?? 'lost'

type Props = {
  rows: readonly AttentionRow[]
  connections: readonly BoardRow[]
  language: Language
  now: number
  mayAcknowledge: boolean
  onOpen(row: AttentionRow): void
}

/** Every lost, late or refusing connection and lost screen, newest cause first. */
export function Attention({ rows, connections, language, now, mayAcknowledge, onOpen }: Props) {
  const { t } = useTranslation('desk')
  const [answering, setAnswering] = useState<AttentionRow | null>(null)
  const byId = new Map(connections.map((c) => [c.id, c]))
  const waiting = rows.filter((r) => !r.acknowledged).length
  const subject = (row: AttentionRow) =>
    t(`attention.${row.kind}.${row.state}`, {
      name: row.subjectName[language],
      state: t(`state.${stateOf(row.state)}`),
      defaultValue: t(`attention.${row.kind}.other`, {
        name: row.subjectName[language],
        state: t(`state.${stateOf(row.state)}`),
      }),
    })
  return (
    <section
      className={styles.attention}
      aria-label={t('attention.title')}
      data-pane="attention"
      tabIndex={-1}
    >
      <h2 className={styles.title}>
        {t('attention.title')}
        <span data-metric="attention-open">{t('attention.open', { count: rows.length })}</span>
        {waiting > 0 && <em>{t('attention.unacknowledged', { count: waiting })}</em>}
      </h2>
      {rows.length === 0 && <p className={styles.none}>{t('attention.none')}</p>}
      <ul className={styles.list} aria-live="polite">
        {newestFirst(rows).map((row) => {
          const state = stateOf(row.state)
          const span = lasting(now - row.since)
          const done = row.acknowledged
          return (
            <li
              key={row.id}
              className={styles.alert}
              data-attention={row.id}
              data-state={state}
              data-acknowledged={done ? true : undefined}
            >
              <StateMark state={state} outline={done !== null} />
              <button type="button" className={styles.what} onClick={() => onOpen(row)}>
                <strong>{subject(row)}</strong>
                <span>
                  {attentionDetail(row, byId.get(row.subject), now, (key, values) => t(key, values ?? {}))}
                </span>
              </button>
              <span className={styles.since}>
                {t(`unit.${span.unit}`, { count: span.count })}
                <small>{t('attention.since', { time: instant(row.since, now) })}</small>
              </span>
              {done ? (
                <span className={styles.done} title={done.note}>
                  <b>{done.by}</b>
                  <small>
                    {clock(done.at).slice(0, 5)} · {done.note}
                  </small>
                </span>
              ) : (
                <span className={styles.act}>
                  {mayAcknowledge && (
                    <Button onClick={() => setAnswering(row)} data-acknowledge={row.id}>
                      {t('attention.acknowledge')}
                    </Button>
                  )}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {answering && (
        <Acknowledge row={answering} subject={subject(answering)} onClose={() => setAnswering(null)} />
      )}
    </section>
  )
}
