import { describe, expect, test } from 'vitest'
import {
  filterIndicators,
  groupIndicators,
  NO_FILTER,
} from '../../../../../client/pages/data/indicatorFilter.ts'
import { eraOn, unitTree } from '../../../../../client/pages/data/unitTree.ts'
import type { IndicatorView, UnitView } from '../../../../../shared/api/catalogue.ts'

const unit = (code: string, kind: string, parent: string | null): UnitView => ({
  code,
  kind,
  validFrom: '2025-07-01',
  validTo: null,
  name: { vi: code, en: code },
  type: kind,
  parent,
  lon: null,
  lat: null,
  predecessors: [],
})
const indicator = (code: string, section: number, ownerCode: string, vi: string): IndicatorView => ({
  code,
  section,
  name: { vi, en: vi },
  short: { vi, en: vi },
  measure: '%',
  symbol: { vi: '%', en: '%' },
  period: 'monthly',
  level: 'nation',
  ownerCode,
  owner: { vi: ownerCode, en: ownerCode },
  direction: 'higher',
  aggregation: 'none',
  weightCode: null,
  cutoff: 'calendar',
  decimals: 1,
  basis: 'stat',
  inNationalSet: true,
  classification: 'public',
})

describe('the tree of units', () => {
  test('hangs each unit under its parent, provinces in the order of their codes', () => {
    const tree = unitTree([
      unit('10', 'province', 'VN'),
      unit('VN', 'nation', null),
      unit('2', 'province', 'VN'),
      unit('BTC', 'ministry', 'VN'),
    ])
    expect(tree.map((n) => n.unit.code)).toEqual(['VN'])
    expect(tree[0]?.children.map((n) => n.unit.code)).toEqual(['2', '10', 'BTC'])
  })
  test('keeps a unit whose parent is not in force that day', () => {
    expect(unitTree([unit('01', 'province', 'GONE')])).toHaveLength(1)
  })
  test('has 63 provinces until the last day of June 2025', () => {
    expect([eraOn('2025-06-30'), eraOn('2025-07-01')]).toEqual(['63', '34'])
  })
})

describe('the list of indicators', () => {
  const NONE = new Set<string>()
  const all = [indicator('B', 2, 'BTC', 'Thu ngân sách'), indicator('A', 1, 'GSO', 'Tăng trưởng')]
  test('is found by words without marks', () => {
    expect(filterIndicators(all, { ...NO_FILTER, text: 'ngan sach' }, NONE, NONE).map((i) => i.code)).toEqual(
      ['B'],
    )
  })
  test('tells those supplied from those not', () => {
    const supplied = new Set(['A'])
    expect(
      filterIndicators(all, { ...NO_FILTER, supplied: 'missing' }, supplied, NONE).map((i) => i.code),
    ).toEqual(['B'])
  })
  test('tells those of a status from those not', () => {
    const marked = new Set(['B'])
    const found = filterIndicators(all, { ...NO_FILTER, status: 'disputed' }, NONE, marked)
    expect(found.map((i) => i.code)).toEqual(['B'])
  })
  test('is grouped by section and owner', () => {
    expect(groupIndicators(all).map((g) => [g.section, g.owners.map((o) => o.code)])).toEqual([
      [1, ['GSO']],
      [2, ['BTC']],
    ])
  })
})
