import { expect, test } from 'vitest'
import { patchCauses } from '../../../client/live/feeds.ts'
import { AttentionNews } from '../../../server/live/attention-news.ts'
import type { AttentionRow } from '../../../shared/live.ts'

const row = (id: number, more: Partial<AttentionRow> = {}): AttentionRow => ({
  ...{ id, kind: 'connection', subject: `K-${id}`, subjectName: { vi: `K ${id}`, en: `K ${id}` } },
  ...{ state: 'lost', since: id, detail: {}, acknowledged: null, ladder: null },
  ...more,
})

test('tells what is new, what is other, what ended, and nothing twice', () => {
  const news = new AttentionNews()
  news.turn()
  expect(news.next(() => [row(2), row(1)])?.rows.map((r) => r.id)).toEqual([2, 1])
  expect(news.next(() => [row(2), row(1)])).toBe(null)
  news.turn()
  const taken = row(1, { acknowledged: { by: 'Minh', at: 5, note: 'x' } })
  expect(news.next(() => [taken])).toEqual({ rows: [taken], gone: [row(2)] })
  news.turn()
  expect(news.next(() => [taken])).toBe(null)
})

test('many go in pieces, the newest first, and none is left out', () => {
  const all = Array.from({ length: 1_234 }, (_, i) => row(1_234 - i))
  const news = new AttentionNews()
  news.turn()
  const sizes: number[] = []
  const heard: number[] = []
  for (let piece = news.next(() => all); piece; piece = news.next(() => all)) {
    sizes.push(piece.rows.length)
    heard.push(...piece.rows.map((r) => r.id))
  }
  expect(sizes).toEqual([500, 500, 234])
  expect(heard).toEqual(all.map((r) => r.id))
})

test('what a desk was given as it opened is told as ended, though the others never heard of it', () => {
  const news = new AttentionNews()
  news.given([row(7)])
  news.turn()
  expect(news.next(() => [])?.gone.map((r) => r.id)).toEqual([7])
})

test('a page lays news over what it has, newest cause first', () => {
  const had = [row(3), row(2), row(1)]
  const now = patchCauses(had, { rows: [row(9), row(2, { state: 'late' })], gone: [3] })
  expect(now.map((r) => [r.id, r.state])).toEqual([
    [9, 'lost'],
    [2, 'late'],
    [1, 'lost'],
  ])
})
