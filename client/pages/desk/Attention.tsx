import { useTranslation } from 'react-i18next'
import { reached } from '../../../shared/ladder.ts'
import type { AttentionRow, BoardRow } from '../../../shared/live.ts'
import { CONNECTION_STATES, type ConnectionState, type Language } from '../../../shared/vocabulary.ts'
import { useMe } from '../../api/index.ts'
import styles from './attention.module.css'
import { attentionDetail, isWaiting, newestFirst } from './attentionText.ts'
import { LadderLine } from './LadderLine.tsx'
import { StateMark } from './StateMark.tsx'
import { clock, instant, lasting } from './times.ts'

const stateOf = (text: string): ConnectionState => CONNECTION_STATES.find((s) => s === text) ?? 'lost'

type Props = {
  rows: readonly AttentionRow[]
  connections: readonly BoardRow[]
  language: Language
  now: number
  onOpen(row: AttentionRow): void
}

/** What wanted a person at the past time that the desk shows, newest cause first. */
export function Attention({ rows, connections, language, now, onOpen }: Props) {
  const { t } = useTranslation('desk')
  const byId = new Map(connections.map((c) => [c.id, c]))
  const agency = useMe().person?.role === 'agency'
  const owes = ({ ladder }: AttentionRow) => agency && ladder !== null && reached(ladder, 'owner')
  const waiting = rows.filter(isWaiting).length
  const subject = (row: AttentionRow) => {
    // "Màn hình Màn hình 1" says it twice.
    const name = row.subjectName[language].replace(row.kind === 'screen' ? /^(màn hình|screen) /i : '', '')
    const words = { name, state: t(`state.${stateOf(row.state)}`) }
    return t(`attention.${row.kind}.${row.state}`, {
      ...words,
      defaultValue: t(`attention.${row.kind}.other`, words),
    })
  }
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
              data-waiting={isWaiting(row) || undefined}
            >
              <StateMark state={state} outline={done !== null} />
              <button type="button" className={styles.what} onClick={() => onOpen(row)}>
                <strong>{subject(row)}</strong>
                <span>
                  {attentionDetail(row, byId.get(row.subject), now, (key, values) => t(key, values ?? {}))}
                  {owes(row) && <b>. {t('ladder.owed')}</b>}
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
                <span />
              )}
              {row.ladder && <LadderLine ladder={row.ladder} now={now} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
