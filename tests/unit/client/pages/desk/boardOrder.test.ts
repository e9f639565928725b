import { describe, expect, test } from 'vitest'
import {
  countStates,
  FIRST_SORT,
  filterBoard,
  holdOrder,
  plain,
  sortBoard,
} from '../../../../../client/pages/desk/boardOrder.ts'
import type { BoardRow } from '../../../../../shared/live.ts'
import type { ConnectionState } from '../../../../../shared/vocabulary.ts'

const row = (id: string, state: ConnectionState, since: number, name = id): BoardRow => ({
  id,
  name: { vi: name, en: name },
  agency: 'A',
  agencyName: { vi: 'Tỉnh Quảng Ninh', en: 'Quang Ninh' },
  connector: 'http-push',
  simulated: false,
  state,
  since,
  lastMessageAt: since,
  unchanged: false,
  newsAt: since,
  dueAt: null,
  lateAt: null,
  messagesPerMinute: 0,
  rowsPerMinute: 0,
  refused24h: 0,
  latencyMs: null,
  sourceLagMs: null,
  period: 'P1D',
  beat: [],
  beatEnd: 0,
})
const ids = (rows: readonly BoardRow[]) => rows.map((r) => r.id)

describe('the connection board', () => {
  test('shows the worst first and, of equals, the one that has lasted longest', () => {
    const rows = [row('a', 'up', 1), row('b', 'lost', 20), row('c', 'late', 5), row('d', 'lost', 10)]
    expect(ids(sortBoard(rows, FIRST_SORT, 'vi'))).toEqual(['d', 'b', 'c', 'a'])
  })
  test('turns around when the same column is asked for again', () => {
    const rows = [row('a', 'up', 1, 'An'), row('b', 'up', 1, 'Đà'), row('c', 'up', 1, 'Bình')]
    expect(ids(sortBoard(rows, { column: 'name', descending: false }, 'vi'))).toEqual(['a', 'c', 'b'])
    expect(ids(sortBoard(rows, { column: 'name', descending: true }, 'vi'))).toEqual(['b', 'c', 'a'])
  })
  test('finds a name typed without its marks', () => {
    expect(ids(filterBoard([row('a', 'up', 1)], { state: null, text: 'quang ninh' }))).toEqual(['a'])
    expect(plain('Đồng Nai')).toBe('dong nai')
  })
  test('leaves only the state asked for', () => {
    const rows = [row('a', 'up', 1), row('b', 'lost', 2)]
    expect(ids(filterBoard(rows, { state: 'lost', text: '' }))).toEqual(['b'])
  })
  test('counts each state once, worst first, and names none that is empty', () => {
    const rows = [row('a', 'up', 1), row('b', 'lost', 2), row('c', 'up', 2)]
    expect(countStates(rows)).toEqual([
      { state: 'lost', count: 1 },
      { state: 'up', count: 2 },
    ])
  })
  test('does not move rows under the cursor, and says how many would move', () => {
    const [a, b, c] = [row('a', 'lost', 1), row('b', 'up', 2), row('c', 'up', 3)]
    const held = holdOrder([b, a, c], ['a', 'b'])
    expect(ids(held.rows)).toEqual(['a', 'b', 'c'])
    expect(held.moved).toBe(2)
  })
})
