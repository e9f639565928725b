import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { ProjectionView } from '../../../shared/api/history.ts'
import type { Sheet, SheetColumn } from '../../export/index.ts'
import type { Point } from './summary.ts'

/** What was and what is estimated, each row saying which. */
export function projectionSheet(
  indicator: IndicatorView,
  view: ProjectionView,
  points: readonly Point[],
  title: (key: string) => string,
): Sheet {
  const { projection: p, deadline, target } = view
  const figure = (key: string): SheetColumn => ({
    ...{ key, title: title(key), kind: 'number', decimals: indicator.decimals },
  })
  const iso = (at: number) => new Date(at).toISOString()
  return {
    rowKey: 'time',
    rowLabel: 'time',
    columns: [
      { key: 'time', title: 'UTC', kind: 'text' },
      { key: 'kind', title: title('kind'), kind: 'text' },
      figure('value'),
      ...['low80', 'high80', 'low95', 'high95', 'target'].map(figure),
      { key: 'measure', title: title('measure'), kind: 'text' },
    ],
    rows: [
      ...points.map((q) => [iso(q.to), 'value', q.value, null, null, null, null, null, indicator.measure]),
      ...(p && deadline !== null
        ? [
            [
              iso(deadline),
              `projection:${p.method}`,
              ...[p.value, p.low80, p.high80, p.low95, p.high95, target?.value ?? null],
              indicator.measure,
            ],
          ]
        : []),
    ],
  }
}
