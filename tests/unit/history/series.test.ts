import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinSeries, type LivePoint } from '../../../client/live/series.ts'
import { beginOf, bucketsFor, WIDTH } from '../../../server/history/series/ladder.ts'
import { add, type Bucket, single } from '../../../server/history/series/merge.ts'

const at = fc.integer({ min: Date.UTC(2020), max: Date.UTC(2030) })

describe('buckets for pixels', () => {
  it('hold the whole range in no more buckets than pixels, and consist of whole roll-ups', () => {
    fc.assert(
      fc.property(
        at,
        fc.integer({ min: 1, max: 4e10 }),
        fc.integer({ min: 2, max: 4_000 }),
        (from, length, pixels) => {
          const b = bucketsFor(from, from + length, pixels)
          expect(b.from).toBeLessThanOrEqual(from)
          expect(b.to).toBeGreaterThanOrEqual(from + length)
          expect((b.to - b.from) / b.bucketMs).toBeLessThanOrEqual(pixels)
          expect((b.to - b.from) % b.bucketMs).toBe(0)
          if (b.level === 'raw') expect(b.bucketMs).toBeLessThan(WIDTH.minute)
          else expect([b.bucketMs % WIDTH[b.level], beginOf(b.from, WIDTH[b.level])]).toEqual([0, b.from])
        },
      ),
    )
  })

  it('begin days at midnight in Viet Nam', () => {
    expect(beginOf(Date.UTC(2026, 9, 5, 20), WIDTH.day)).toBe(Date.UTC(2026, 9, 5, 17))
  })
})

describe('a series that was read and the stream after it', () => {
  /** What was committed, in order: each a time (second) and a value; recorded one millisecond after the other. */
  const commits = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer()), {
    minLength: 1,
    maxLength: 60,
  })
  it('join to each time once with its newest value, wherever the reading fell among the commits', () => {
    fc.assert(
      fc.property(commits, fc.nat(), fc.nat(), (list, a, b) => {
        const all = list.map(([second, value], n) => ({
          ...{ from: second * 1_000, to: second * 1_000, value, recordedAt: 1_000 + n },
        }))
        // The view opened before the reading: the stream is kept from then on.
        const read = a % (all.length + 1)
        const opened = b % (read + 1)
        const known = new Map(all.slice(0, read).map((p) => [p.from, p]))
        const history = {
          knownAt: Math.max(0, ...[...known.values()].map((p) => p.recordedAt)),
          points: [...known.values()],
        }
        const live: LivePoint[] = all.slice(opened)
        const joined = joinSeries(history, live, 1_000)
        const truth = new Map(all.map((p) => [p.from, p.value]))
        expect(joined.map((p) => p.from)).toEqual([...truth.keys()].sort((x, y) => x - y))
        for (const p of joined) expect(p.value).toBe(truth.get(p.from))
      }),
    )
  })

  it('join to buckets too: the last value of the last bucket is the newest there is', () => {
    fc.assert(
      fc.property(commits, fc.nat(), (list, a) => {
        const all = list.map(([second, value], n) => ({
          ...{ from: second * 1_000, to: second * 1_000, value, recordedAt: 1_000 + n },
        }))
        const read = a % (all.length + 1)
        const known = new Map(all.slice(0, read).map((p) => [p.from, p]))
        const buckets = new Map<number, Bucket>()
        for (const p of known.values()) add(buckets, single(p.from, p.value, p.recordedAt), 5_000)
        const shown = [...buckets.values()]
        const history = {
          knownAt: Math.max(0, ...shown.map((p) => p.recordedAt)),
          points: shown.map((p) => ({ from: p.lastAt, to: p.lastAt, value: p.last })),
        }
        const joined = joinSeries(history, all.slice(Math.min(read, 3)), 1_000)
        const truth = new Map(all.map((p) => [p.from, p.value]))
        const newest = Math.max(...truth.keys())
        expect(joined.at(-1)).toMatchObject({ from: newest, value: truth.get(newest) })
        expect(new Set(joined.map((p) => p.from)).size).toBe(joined.length)
      }),
    )
  })
})
