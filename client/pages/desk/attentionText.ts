import { reached } from '../../../shared/ladder.ts'
import type { AttentionRow, BoardRow } from '../../../shared/live.ts'
import { instant } from './times.ts'

/** Whether it is the duty officer's turn: nobody took it, and a silent source's ladder has come to him. */
export const isWaiting = (row: AttentionRow): boolean =>
  row.acknowledged === null && (row.ladder === null || row.state === 'lost' || reached(row.ladder, 'duty'))

/** Those that wait for a person before the others; in each, the newest cause first. */
export function newestFirst(rows: readonly AttentionRow[]): AttentionRow[] {
  return [...rows].sort(
    (a, b) => Number(isWaiting(b)) - Number(isWaiting(a)) || b.since - a.since || b.id - a.id,
  )
}

type Words = (key: string, values?: Record<string, string | number>) => string
const number = (value: string | number | undefined): number | null =>
  value === undefined || Number.isNaN(Number(value)) ? null : Number(value)

/** The second line of an alert: what the server said of the cause, and how its connection stands now. */
export function attentionDetail(
  row: AttentionRow,
  connection: BoardRow | undefined,
  now: number,
  t: Words,
): string {
  const { detail } = row
  const refused = number(detail.refused) ?? (row.state === 'refusing' ? connection?.refused24h : null)
  const lastMessageAt = number(detail.lastMessageAt) ?? connection?.lastMessageAt
  const dueAt = number(detail.dueAt) ?? (row.state === 'refusing' ? null : connection?.dueAt)
  const parts = [row.kind === 'connection' ? row.subject : String(detail.text ?? row.subjectName.vi)]
  if (refused) parts.push(t('attention.refusedRows', { count: refused }))
  if (lastMessageAt) {
    const silent = row.state === 'late' || row.state === 'lost'
    parts.push(
      t(silent ? 'attention.silentSince' : 'attention.lastMessageAt', { time: instant(lastMessageAt, now) }),
    )
  }
  if (dueAt) parts.push(t('attention.dueAt', { time: instant(dueAt, now) }))
  return parts.join(', ')
}
