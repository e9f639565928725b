import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bucket, beginOf, type Read, withArrived } from '../../../../client/charts/range/buckets.ts'
import { rangeShape } from '../../../../client/charts/range/shape.ts'
import { timeTicks } from '../../../../client/charts/range/timeTicks.ts'

const BOX = { left: 0, top: 0, right: 100, bottom: 100 }
const HOUR = 3_600_000
type Value = { from: number; value: number }

/** What the server answers of these values. */
function read(values: readonly Value[], bucketMs: number | null): Read {
  const buckets = new Map<number, Bucket>()
  for (const { from, value } of values) {
    const t = bucketMs === null ? from : beginOf(from, bucketMs)
    const b = buckets.get(t) ?? {
      ...{ t, to: bucketMs === null ? from : t + bucketMs, count: 0, lastAt: from, last: value },
      ...{ min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY },
    }
    buckets.set(t, {
      ...b,
      ...{ min: Math.min(b.min, value), max: Math.max(b.max, value), count: b.count + 1 },
      ...(from >= b.lastAt ? { last: value, lastAt: from } : {}),
    })
  }
  return { bucketMs, knownAt: 0, buckets: [...buckets.values()].sort((a, b) => a.t - b.t) }
}
const arrived = (values: readonly Value[]) => values.map((v) => ({ ...v, to: v.from }))
const times = fc.uniqueArray(fc.integer({ min: 0, max: 5_000 }), { minLength: 2, maxLength: 60 })

describe('what was read and what the stream brought', () => {
  test('are together what a later reading tells: no gap, no duplicate', () => {
    fc.assert(
      fc.property(
        times,
        fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 60, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(null, 1_000, 60_000, HOUR),
        (seconds, values, part, bucketMs) => {
          const all = seconds
            .sort((a, b) => a - b)
            .map((s, i): Value => ({ from: s * 1_000, value: values[i] ?? 0 }))
          const cut = Math.floor(all.length * part)
          const joined = withArrived(read(all.slice(0, cut), bucketMs), arrived(all.slice(cut)))
          expect(joined.stale).toBe(false)
          expect(joined.buckets).toEqual(read(all, bucketMs).buckets)
        },
      ),
    )
  })
  test('a correction takes the place of the value it corrects where each is kept', () => {
    const known = read(
      [
        { from: 1_000, value: 5 },
        { from: 2_000, value: 6 },
      ],
      null,
    )
    const { buckets, stale } = withArrived(known, arrived([{ from: 1_000, value: 9 }]))
    expect(buckets.map((b) => b.last)).toEqual([9, 6])
    expect(stale).toBe(false)
  })
  test('a correction within a bucket asks to be read again', () => {
    const known = read(
      [
        { from: 1_000, value: 5 },
        { from: 2_000, value: 6 },
      ],
      60_000,
    )
    expect(withArrived(known, arrived([{ from: 1_000, value: 9 }])).stale).toBe(true)
  })
})

describe('a range', () => {
  test('is drawn between its ends, its band around lowest and highest', () => {
    const { buckets } = read(
      [
        { from: 0, value: 1 },
        { from: 500, value: 3 },
        { from: 60_000, value: 2 },
      ],
      60_000,
    )
    const shape = rangeShape(buckets, null, 0, 60_000, BOX)
    expect(shape?.dots.map((d) => d.x)).toEqual([500 / 600, 100])
    expect(shape?.band).toMatch(/^M.*Z$/)
  })
  test('does not bridge a silence', () => {
    const { buckets } = read(
      [0, 1, 2, 3, 60, 61].map((m) => ({ from: m * 60_000, value: m })),
      null,
    )
    expect(rangeShape(buckets, null, 0, 61 * 60_000, BOX)?.line.match(/M/g)).toHaveLength(2)
  })
  test('takes a source that begins to send more often for no silence', () => {
    const seldom = Array.from({ length: 8 }, (_, i) => i * 600_000)
    const often = Array.from({ length: 40 }, (_, i) => 7 * 600_000 + (i + 1) * 2_000)
    const { buckets } = read(
      [...seldom, ...often].map((from) => ({ from, value: 1 })),
      null,
    )
    expect(rangeShape(buckets, null, 0, often.at(-1) ?? 0, BOX)?.line.match(/M/g)).toHaveLength(1)
  })
  test('leaves out what lies after its end', () => {
    const { buckets } = read(
      [
        { from: 0, value: 1 },
        { from: 9_000, value: 99 },
      ],
      null,
    )
    expect(rangeShape(buckets, null, 0, 5_000, BOX)?.dots).toHaveLength(1)
  })
})

describe('the marks of a time axis', () => {
  const at = (text: string) => Date.parse(`${text}+07:00`)
  test('stand at whole hours of Viet Nam, midnight as its day', () => {
    const ticks = timeTicks(at('2026-11-22T19:10'), at('2026-11-23T18:10'), 8)
    expect(ticks.map((t) => t.text)).toEqual([
      '21:00',
      '23/11',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
      '15:00',
      '18:00',
    ])
  })
  test('stand at the beginnings of months over a year, of years over many', () => {
    const months = timeTicks(at('2025-11-20T00:00'), at('2026-11-20T00:00'), 8)
    expect(months[0]).toEqual({ at: at('2026-01-01T00:00'), text: '01/2026' })
    expect(timeTicks(at('2010-06-01T00:00'), at('2020-06-01T00:00'), 8)[0]?.text).toBe('2012')
  })
  test('are never more than asked for by much', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 20 * 365 * 24 * HOUR }), (span) => {
        expect(timeTicks(1_700_000_000_000, 1_700_000_000_000 + span, 8).length).toBeLessThanOrEqual(10)
      }),
    )
  })
})
