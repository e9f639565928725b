import { describe, expect, it } from 'vitest'
import { Feed } from '../../../server/replay/feed.ts'
import type { PastRow } from '../../../server/replay/store.ts'

const row = (comesAt: number, series = 1, value = comesAt): PastRow => ({
  series,
  validFrom: comesAt,
  validTo: comesAt,
  period: null,
  value,
  status: 'official',
  entry: 'machine',
  simulated: false,
  revision: 0,
  recordedAt: comesAt,
  comesAt,
  connection: null,
})
/** What the database answers: the rows of a window in their order, of a step only the newest of each series. */
function table(rows: PastRow[]) {
  const asked: { from: number; to: number; most: number }[] = []
  const read = async (from: number, to: number, most: number, step: number | null) => {
    asked.push({ from, to, most })
    const window = rows.filter((r) => r.comesAt > from && r.comesAt <= to)
    const last = new Map(window.map((r) => [`${r.series}/${step && Math.ceil(r.comesAt / step)}`, r]))
    return (step === null ? window : window.filter((r) => [...last.values()].includes(r))).slice(0, most)
  }
  return { read, asked }
}
async function drain(feed: Feed, end: number): Promise<PastRow[]> {
  const all: PastRow[] = []
  while (feed.covered < end) {
    await feed.more(end)
    all.push(...feed.take(feed.covered))
  }
  return all
}

describe('a feed', () => {
  it('hands out every row once, in order, however long the stretches', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => row(Math.floor((i * i) / 7) + 1))
    for (const stretch of [10, 1_000, 1e9]) {
      const feed = new Feed(table(rows).read, 0, stretch, null)
      expect(await drain(feed, 2_000_000)).toEqual(rows)
    }
  })
  it('hands out nothing before its time', async () => {
    const feed = new Feed(table([row(5), row(7), row(9)]).read, 0, 100, null)
    await feed.more(10)
    expect(feed.next()).toBe(5)
    expect(feed.take(7).map((r) => r.comesAt)).toEqual([5, 7])
    expect(feed.next()).toBe(9)
    expect(feed.take(8)).toEqual([])
  })
  it('takes a message of more rows than a stretch as a whole', async () => {
    const rows = [row(1), ...Array.from({ length: 45_000 }, (_, i) => row(2, i)), row(3)]
    const feed = new Feed(table(rows).read, 0, 1_000, null)
    const all = await drain(feed, 10)
    expect(all).toHaveLength(rows.length)
    expect(all.map((r) => r.comesAt)).toEqual(rows.map((r) => r.comesAt))
  })
  it('holds a bounded number of rows ready however dense the past is', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => row(i + 1))
    const { read, asked } = table(rows)
    const feed = new Feed(read, 0, 50_000, null)
    for (let i = 0; i < 20; i++) await feed.more(100_000)
    expect(feed.covered).toBeLessThanOrEqual(60_000)
    expect(Math.max(...asked.map((a) => a.most))).toBeLessThanOrEqual(20_000)
    expect(await drain(feed, 100_000)).toHaveLength(100_000)
  })
  it('ends a conflated stretch with a whole step', async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => row(i + 1))
    const feed = new Feed(table(rows).read, 3, 25, 10)
    await feed.more(1_000)
    expect(feed.covered % 10).toBe(0)
    const all = [...feed.take(feed.covered), ...(await drain(feed, 1_000))]
    expect(all.map((r) => r.comesAt)).toEqual(Array.from({ length: 100 }, (_, i) => (i + 1) * 10))
  })
  it('forgets what was being read when it begins anew', async () => {
    const feed = new Feed(table([row(5), row(50)]).read, 0, 10, null)
    const reading = feed.more(100)
    feed.restart(40, 20, null)
    await reading
    await feed.more(100)
    expect(feed.take(100).map((r) => r.comesAt)).toEqual([50])
  })
})
