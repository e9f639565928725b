import { describe, expect, it } from 'vitest'
import { changeOf } from '../../../../client/pages/wall/change.ts'
import { columnsOn, mapIndicator, pagesOf, ROWS, turned } from '../../../../client/pages/wall/plan.ts'
import { meta } from './meta.ts'

describe('the pages of a section', () => {
  it('show every supplied number exactly once, a hero and at most five rows a page', () => {
    for (let n = 0; n <= 40; n++) {
      const metas = Array.from({ length: n }, (_, i) => meta(i))
      const pages = pagesOf(metas, (i) => (i % 7 === 3 ? 'never' : 'fresh'))
      const shown = pages.flatMap((p) => p.items.map((i) => i.index))
      expect(shown.toSorted((a, b) => a - b)).toEqual(metas.map((_, i) => i).filter((i) => i % 7 !== 3))
      for (const p of pages) expect(p.items.length).toBeLessThanOrEqual(ROWS + 1)
    }
  })
  it('hold more on a wide wall, in more columns', () => {
    expect([16 / 9, 32 / 9, 48 / 9].map(columnsOn)).toEqual([1, 2, 3])
    const metas = Array.from({ length: 16 }, (_, i) => meta(i))
    const sizes = (aspect: number) =>
      pagesOf(metas, () => 'fresh', ROWS * columnsOn(aspect)).map((p) => p.items.length)
    expect([sizes(16 / 9), sizes(32 / 9), sizes(48 / 9)]).toEqual([[6, 6, 4], [8, 8], [16]])
  })
  it('begin with what lives', () => {
    const pages = pagesOf([meta(1), meta(2, { period: 'realtime' })], () => 'fresh')
    expect(pages[0]!.items[0]!.meta.period).toBe('realtime')
  })
  it('keep an old number on the wall: only what was never supplied is left out', () => {
    expect(pagesOf([meta(1)], () => 'stale')).toHaveLength(1)
    expect(pagesOf([meta(1)], () => 'never')).toEqual([])
  })
})

describe('turning', () => {
  const sections = [1, 2, 7]
  it('goes through a section, then to the next, and round', () => {
    expect(turned({ section: 1, page: 0 }, 1, sections, 2)).toEqual({ section: 1, page: 1 })
    expect(turned({ section: 1, page: 1 }, 1, sections, 2)).toEqual({ section: 2, page: 0 })
    expect(turned({ section: 7, page: 0 }, 1, sections, 1)).toEqual({ section: 1, page: 0 })
    expect(turned({ section: 1, page: 0 }, -1, sections, 2)).toEqual({ section: 7, page: 0 })
    // Counted on by the wall's clock: the fifth of two is the first again.
    expect(turned({ section: 1, page: 4 }, 1, sections, 2)).toEqual({ section: 1, page: 1 })
  })
  it('comes past every page of every section before it repeats one', () => {
    const pages: Record<number, number> = { 1: 3, 2: 0, 7: 2 }
    const seen: string[] = []
    let turn = { section: 1, page: 0 }
    do {
      seen.push(`${turn.section}.${turn.page}`)
      turn = turned(turn, 1, sections, pages[turn.section] ?? 0)
    } while (turn.section !== 1 || turn.page !== 0)
    expect(seen).toEqual(['1.0', '1.1', '1.2', '2.0', '7.0', '7.1'])
  })
  it('stays where it is when there is nowhere to go', () => {
    expect(turned({ section: 4, page: 0 }, 1, [4], 1)).toEqual({ section: 4, page: 0 })
    expect(turned({ section: 4, page: 0 }, 1, [], 0)).toEqual({ section: 4, page: 0 })
  })
  it('passes a section without a number', () => {
    expect(turned({ section: 2, page: 0 }, 1, sections, 0)).toEqual({ section: 7, page: 0 })
  })
})

describe('the map', () => {
  const byProvince = [
    { code: 'X-02', section: 1 },
    { code: 'DP-01', section: 5 },
  ]
  it('shows one of the page, else one of the section, else any that is supplied', () => {
    const page = {
      items: [
        { index: 0, meta: meta(1) },
        { index: 1, meta: meta(2) },
      ],
    }
    expect(mapIndicator(page, 1, byProvince, () => true)).toBe('X-02')
    expect(mapIndicator({ items: [] }, 1, byProvince, () => true)).toBe('X-02')
    expect(mapIndicator({ items: [] }, 1, byProvince, (c) => c === 'DP-01')).toBe('DP-01')
    expect(mapIndicator(null, 1, byProvince, () => false)).toBeNull()
  })
})

describe('a change', () => {
  const DAY = 86_400_000
  const NOW = Date.parse('2026-11-23T03:00:00Z')
  const instant = (ago: number, value: number) => ({ from: NOW - ago, to: NOW - ago, value, period: null })
  it('of a real-time number is on the same hour yesterday, else on an hour ago', () => {
    const now = { value: 110, validFrom: NOW, validTo: NOW }
    const points = [instant(DAY + 5 * 60_000, 100), instant(DAY / 24, 80)]
    const realtime = { period: 'realtime', measure: 'MW' } as const
    expect(changeOf(realtime, now, points)).toMatchObject({ kind: 'percent', by: 'yesterday', value: 10 })
    expect(changeOf(realtime, now, points.slice(1))).toMatchObject({ by: 'hour', value: 37.5 })
  })
  it('of a share is in points, on the same period last year, else on the one before', () => {
    const month = (y: number, m: number, value: number) => ({
      from: Date.UTC(y, m - 1, 1) - 7 * 3_600_000,
      to: Date.UTC(y, m, 1) - 7 * 3_600_000,
      value,
      period: `${y}-${m}`,
    })
    const { from, to } = month(2026, 10, 0)
    const now = { value: 12, validFrom: from, validTo: to }
    const monthly = { period: 'monthly', measure: '%' } as const
    expect(changeOf(monthly, now, [month(2025, 10, 9), month(2026, 9, 11)])).toMatchObject({
      kind: 'points',
      by: 'year',
      value: 3,
    })
    expect(changeOf(monthly, now, [month(2026, 9, 11)])).toMatchObject({ by: 'before', value: 1 })
  })
  it('finds the same period of last year across a leap day, and the same week of it', () => {
    const zoned = (text: string) => Date.parse(`${text}T00:00:00+07:00`)
    const span = (from: string, to: string, value: number) => ({
      from: zoned(from),
      to: zoned(to),
      value,
      period: null,
    })
    const february = { value: 12, validFrom: zoned('2024-02-01'), validTo: zoned('2024-03-01') }
    expect(
      changeOf({ period: 'monthly', measure: 'vụ' }, february, [
        span('2023-02-01', '2023-03-01', 10),
        span('2024-01-01', '2024-02-01', 6),
      ]),
    ).toMatchObject({ by: 'year', value: 20 })
    const week = { value: 12, validFrom: zoned('2026-11-16'), validTo: zoned('2026-11-23') }
    expect(
      changeOf({ period: 'weekly', measure: 'vụ' }, week, [
        span('2025-11-17', '2025-11-24', 10),
        span('2026-11-09', '2026-11-16', 6),
      ]),
    ).toMatchObject({ by: 'year', value: 20 })
  })
  it('against a number below zero still says which way it went', () => {
    const now = { value: -50, validFrom: NOW, validTo: NOW }
    expect(changeOf({ period: 'daily', measure: 'tỷ đồng' }, now, [instant(DAY, -100)])).toMatchObject({
      kind: 'percent',
      value: 50,
    })
  })
  it('against nothing, or against zero, is none', () => {
    const now = { value: 1, validFrom: NOW, validTo: NOW }
    expect(changeOf({ period: 'daily', measure: 'vụ' }, now, [])).toBeNull()
    expect(changeOf({ period: 'daily', measure: 'vụ' }, now, [instant(DAY, 0)])).toBeNull()
  })
})
