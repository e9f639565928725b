import type { AttentionRow, BoardRow } from '../../../shared/live.ts'
import { instant } from './times.ts'

/** Those that wait for a person before those acknowledged; in each, the newest cause first. */
export function newestFirst(rows: readonly AttentionRow[]): AttentionRow[] {
  return [...rows].sort(
    (a, b) =>
      Number(a.acknowledged !== null) - Number(b.acknowledged !== null) || b.since - a.since || b.id - a.id,
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
  const parts = [row.kind === 'connection' ? row.subject : row.subjectName.vi]
  if (refused) parts.push(t('attention.refusedRows', { count: refused }))
  if (lastMessageAt) parts.push(t('attention.lastMessageAt', { time: instant(lastMessageAt, now) }))
  if (dueAt) parts.push(t('attention.dueAt', { time: instant(dueAt, now) }))
  return parts.join(', ')
}
