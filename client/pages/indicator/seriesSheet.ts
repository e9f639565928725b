// A chart's series as a sheet.
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Bucket } from '../../charts/range/buckets.ts'
import type { SeriesRef } from '../../charts/range/useRange.ts'
import type { Sheet, SheetColumn } from '../../export/index.ts'
import type { Point } from './summary.ts'

type Title = (key: string) => string
const iso = (at: number) => new Date(at).toISOString()

/** What the chart of a range draws: lowest, highest and last value of each stretch. */
export function bucketSheet(
  ref: SeriesRef,
  indicator: IndicatorView,
  buckets: readonly Bucket[],
  title: Title,
): Sheet {
  const figure = (key: string): SheetColumn => ({
    ...{ key, title: title(key), kind: 'number', decimals: indicator.decimals },
  })
  return {
    rowKey: 'time',
    rowLabel: 'time',
    columns: [
      { key: 'time', title: 'UTC', kind: 'text' },
      { key: 'from', title: title('validFrom'), kind: 'instant' },
      { key: 'to', title: title('validTo'), kind: 'instant' },
      { key: 'indicator', title: title('code'), kind: 'text' },
      { key: 'unit', title: title('unitCode'), kind: 'text' },
      figure('last'),
      { key: 'last_at', title: title('lastAt'), kind: 'instant' },
      figure('min'),
      figure('max'),
      { key: 'count', title: title('count'), kind: 'number', decimals: 0 },
      { key: 'measure', title: title('measure'), kind: 'text' },
    ],
    rows: buckets.map((b) => [
      iso(b.t),
      ...[b.t, b.to, ref.indicator, ref.unit],
      ...[b.last, b.lastAt, b.min, b.max, b.count, indicator.measure],
    ]),
  }
}

/** What the chart of periods draws. */
export function pointSheet(
  ref: SeriesRef,
  indicator: IndicatorView,
  points: readonly Point[],
  title: Title,
): Sheet {
  return {
    rowKey: 'time',
    rowLabel: 'period',
    columns: [
      { key: 'time', title: 'UTC', kind: 'text' },
      { key: 'from', title: title('validFrom'), kind: 'instant' },
      { key: 'to', title: title('validTo'), kind: 'instant' },
      { key: 'period', title: title('period'), kind: 'text' },
      { key: 'indicator', title: title('code'), kind: 'text' },
      { key: 'unit', title: title('unitCode'), kind: 'text' },
      { key: 'value', title: title('value'), kind: 'number', decimals: indicator.decimals },
      { key: 'measure', title: title('measure'), kind: 'text' },
      { key: 'status', title: title('status'), kind: 'text' },
    ],
    rows: points.map((p) => [
      iso(p.from),
      ...[p.from, p.to, p.period, ref.indicator, ref.unit],
      ...[p.value, indicator.measure, p.status],
    ]),
  }
}
