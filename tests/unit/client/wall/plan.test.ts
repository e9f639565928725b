import { describe, expect, it } from 'vitest'
import { changeOf } from '../../../../client/pages/wall/change.ts'
import { mapIndicator, pagesOf, ROWS, turned } from '../../../../client/pages/wall/plan.ts'
import type { CellMeta } from '../../../../shared/live.ts'

const meta = (n: number, more: Partial<CellMeta> = {}): CellMeta => ({
  series: n,
  indicator: `X-${String(n).padStart(2, '0')}`,
  unit: 'VN',
  unitFrom: '1945-09-02',
  unitKind: 'nation',
  unitName: { vi: 'Cả nước', en: 'Viet Nam' },
  name: { vi: '', en: '' },
  short: { vi: '', en: '' },
  measure: '%',
  symbol: { vi: '%', en: '%' },
  decimals: 1,
  direction: 'higher',
  period: 'monthly',
  cutoff: 'calendar',
  section: 1,
  owner: 'G12',
  source: null,
  connection: null,
  times: null,
  target: null,
  ...more,
})

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
  it('against nothing, or against zero, is none', () => {
    const now = { value: 1, validFrom: NOW, validTo: NOW }
    expect(changeOf({ period: 'daily', measure: 'vụ' }, now, [])).toBeNull()
    expect(changeOf({ period: 'daily', measure: 'vụ' }, now, [instant(DAY, 0)])).toBeNull()
  })
})
