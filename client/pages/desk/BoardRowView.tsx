import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { BeatBar } from './BeatBar.tsx'
import styles from './board.module.css'
import { WANTS_PERSON } from './boardOrder.ts'
import { figure } from './figures.ts'
import { newsText } from './newsText.ts'
import { StateMark } from './StateMark.tsx'
import { instant, lasting, overdue } from './times.ts'

type Props = {
  row: BoardRow
  language: Language
  /** Server time, ms. */
  now: number
  current: boolean
  opened: boolean
  /** The first row that is well, after those that want a person. */
  parted: boolean
  /** Pixels from the top of the list. */
  start: number
  onOpen(id: string): void
}

/** One connection on the board. Colour sits on the state word and on the one offending cell. */
export const BoardRowView = memo(function BoardRowView(props: Props) {
  const { row, language, now, current, opened, parted, start, onOpen } = props
  const { t } = useTranslation('desk')
  const wants = WANTS_PERSON.has(row.state)
  const late = row.dueAt !== null && (row.state === 'late' || row.state === 'lost')
  const span = lasting(now - row.since)
  return (
    <tr
      id={`connection-${row.id}`}
      aria-current={opened}
      className={styles.row}
      data-connection={row.id}
      data-state={row.state}
      data-wants={wants || undefined}
      data-current={current || undefined}
      data-opened={opened || undefined}
      data-parted={parted || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => onOpen(row.id)}
    >
      <td className={styles.state}>
        <StateMark state={row.state} />
        {t(`state.${row.state}`)}
      </td>
      <td className={styles.number}>{instant(row.since, now)}</td>
      <td className={styles.lasting}>{row.since ? t(`unit.${span.unit}`, { count: span.count }) : '–'}</td>
      <td className={styles.code} title={row.simulated ? t('board.simulated') : undefined}>
        {row.simulated ? <i>{row.id}</i> : row.id}
      </td>
      <td className={styles.name} title={row.name[language]}>
        {row.name[language]}
      </td>
      <td className={styles.agency} title={row.agencyName[language]}>
        {row.agencyName[language]}
      </td>
      <td
        className={styles.number}
        data-unchanged={row.unchanged || undefined}
        title={row.unchanged ? (newsText(row, now, t) ?? undefined) : undefined}
      >
        {row.unchanged && <span className={styles.same}>=</span>} {instant(row.lastMessageAt, now)}
      </td>
      <td className={late ? styles.offending : styles.number} data-state={row.state}>
        {late ? t('board.late', { time: overdue(now - (row.dueAt ?? now)) }) : instant(row.dueAt, now)}
      </td>
      <td className={styles.number} data-metric={`messages-per-minute:${row.id}`}>
        {figure(row.messagesPerMinute, language)}
      </td>
      <td className={styles.number} data-metric={`rows-per-minute:${row.id}`}>
        {figure(row.rowsPerMinute, language)}
      </td>
      <td
        className={row.state === 'refusing' ? styles.offending : styles.number}
        data-state={row.state}
        data-metric={`refused:${row.id}`}
      >
        {row.refused24h ? figure(row.refused24h, language) : '–'}
      </td>
      <td className={styles.number} data-metric={`latency:${row.id}`}>
        {row.latencyMs === null ? '–' : figure(Math.round(row.latencyMs), language)}
      </td>
      <td className={styles.beatCell}>
        <BeatBar beat={row.beat} whole={row.refused24h !== null} />
      </td>
    </tr>
  )
})
