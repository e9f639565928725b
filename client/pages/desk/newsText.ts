import type { BoardRow } from '../../../shared/live.ts'
import { instant } from './times.ts'

type Words = (key: string, values: Record<string, string | number>) => string

/** Whether a source is silent, or speaks and says that nothing changed; null = it brings numbers. */
export function newsText(
  row: Pick<BoardRow, 'state' | 'unchanged' | 'lastMessageAt' | 'newsAt'>,
  now: number,
  t: Words,
): string | null {
  const silent = row.state === 'late' || row.state === 'lost'
  if (silent && row.lastMessageAt !== null) return t('news.silent', { time: instant(row.lastMessageAt, now) })
  if (!row.unchanged) return null
  return row.newsAt === null
    ? t('news.unchangedLong', {})
    : t('news.unchanged', { time: instant(row.newsAt, now) })
}
