// Which connections the board shows and in what order: pure, over the rows as the server pushes them.
import type { BoardRow } from '../../../shared/live.ts'
import { CONNECTION_STATES, type ConnectionState, type Language } from '../../../shared/vocabulary.ts'

export const BOARD_COLUMNS = [
  'state',
  'since',
  'lasting',
  'id',
  'name',
  'agency',
  'lastMessage',
  'due',
  'messages',
  'rows',
  'refused',
  'latency',
  'beat',
] as const
export type BoardColumn = (typeof BOARD_COLUMNS)[number]
export type BoardSort = { column: BoardColumn; descending: boolean }
/** Worst first, then longest: what is down and since when stands in the top-left corner. */
export const FIRST_SORT: BoardSort = { column: 'state', descending: false }

/** States that want a person; a line parts them from the rest. */
export const WANTS_PERSON: ReadonlySet<ConnectionState> = new Set(['lost', 'late', 'refusing'])

const rank = (state: ConnectionState) => CONNECTION_STATES.indexOf(state)
const last = Number.POSITIVE_INFINITY

function keyOf(row: BoardRow, column: BoardColumn, language: Language): number | string {
  switch (column) {
    case 'state':
      return rank(row.state)
    case 'since':
    case 'lasting':
      return row.since || last
    case 'id':
      return row.id
    case 'name':
      return row.name[language]
    case 'agency':
      return row.agencyName[language]
    case 'lastMessage':
      return row.lastMessageAt ?? 0
    case 'due':
      return row.dueAt ?? last
    case 'messages':
      return row.messagesPerMinute
    case 'rows':
      return row.rowsPerMinute
    case 'refused':
    case 'beat':
      return row.refused24h ?? -1
    case 'latency':
      return row.latencyMs ?? -1
  }
}

function compare(a: number | string, b: number | string, collator: Intl.Collator): number {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b)
  return Number(a) === Number(b) ? 0 : Number(a) < Number(b) ? -1 : 1
}

/** A new array; equal keys keep worst state, then longest, then id, so rows never trade places by chance. */
export function sortBoard(rows: readonly BoardRow[], sort: BoardSort, language: Language): BoardRow[] {
  const collator = new Intl.Collator(language)
  const sign = sort.descending ? -1 : 1
  return [...rows].sort(
    (a, b) =>
      sign * compare(keyOf(a, sort.column, language), keyOf(b, sort.column, language), collator) ||
      rank(a.state) - rank(b.state) ||
      (a.since || last) - (b.since || last) ||
      a.id.localeCompare(b.id),
  )
}

/** Lower case without marks, so that "quang ninh" finds Quảng Ninh. */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()

export type BoardFilter = { state: ConnectionState | null; text: string }

/** Every word of the text must be in the row's code, names or agency. */
export function filterBoard(rows: readonly BoardRow[], filter: BoardFilter): BoardRow[] {
  const words = plain(filter.text).split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    if (filter.state && row.state !== filter.state) return false
    if (!words.length) return true
    const text = plain(
      [row.id, row.name.vi, row.name.en, row.agency, row.agencyName.vi, row.agencyName.en].join(' '),
    )
    return words.every((w) => text.includes(w))
  })
}

/** How many connections are in each state; only states that some connection is in, worst first. */
export function countStates(rows: readonly BoardRow[]): { state: ConnectionState; count: number }[] {
  const counts = new Map<ConnectionState, number>()
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1)
  return CONNECTION_STATES.flatMap((state) => {
    const count = counts.get(state)
    return count ? [{ state, count }] : []
  })
}

/**
 * Keeps the order a person is looking at: rows stay where they stood, new ones join at the end, gone ones leave.
 * Says how many stand elsewhere than the order wanted.
 */
export function holdOrder(wanted: readonly BoardRow[], held: readonly string[]) {
  const byId = new Map(wanted.map((row) => [row.id, row]))
  const known = new Set(held)
  const rows = [...held.flatMap((id) => byId.get(id) ?? []), ...wanted.filter((row) => !known.has(row.id))]
  const moved = rows.filter((row, i) => wanted[i]?.id !== row.id).length
  return { rows, moved }
}
