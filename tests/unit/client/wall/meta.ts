import type { CellMeta } from '../../../../shared/live.ts'

/** A number as a view describes it; `more` says what the test is about. */
export const meta = (n: number, more: Partial<CellMeta> = {}): CellMeta => ({
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
