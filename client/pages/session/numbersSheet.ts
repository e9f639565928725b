import type { Place } from '../../../shared/standing.ts'
import { FLAG, type Language } from '../../../shared/vocabulary.ts'
import type { Sheet, SheetColumn } from '../../export/index.ts'
import type { Cell, CellMeta } from '../../live/index.ts'

export type SessionNumber = { meta: CellMeta; cell: Cell | null; place: Place | null }

/** A province's numbers as they stand beside its picture. */
export function numbersSheet(
  numbers: readonly SessionNumber[],
  language: Language,
  title: (column: string) => string,
): Sheet {
  const column = (key: string, name: string, kind: SheetColumn['kind']): SheetColumn => ({
    ...{ key, kind, title: title(name) },
  })
  return {
    rowKey: 'indicator',
    rowLabel: 'name',
    columns: [
      column('indicator', 'code', 'text'),
      column('name', 'indicator', 'text'),
      column('unit', 'unit', 'text'),
      column('value', 'value', 'number'),
      column('measure', 'measure', 'text'),
      column('target_comparator', 'targetSign', 'text'),
      column('target', 'target', 'number'),
      column('target_high', 'targetHigh', 'number'),
      column('rank', 'rank', 'number'),
      column('rank_of', 'rankOf', 'number'),
      column('valid_from', 'validFrom', 'instant'),
      column('valid_to', 'asOf', 'instant'),
      column('recorded_at', 'recordedAt', 'instant'),
      column('freshness', 'freshness', 'text'),
      column('source', 'source', 'text'),
      column('simulated', 'simulated', 'text'),
    ],
    rows: numbers.map(({ meta, cell, place }) => [
      ...[meta.indicator, meta.name[language], meta.unitName[language]],
      ...[cell?.value ?? null, meta.symbol[language]],
      ...[meta.target?.comparator ?? null, meta.target?.value ?? null, meta.target?.valueHigh ?? null],
      ...[place?.rank ?? null, place?.of ?? null],
      ...[cell?.validFrom ?? null, cell?.validTo ?? null, cell?.recordedAt ?? null],
      ...[cell?.freshness ?? null, meta.source?.[language] ?? null],
      String(((cell?.flags ?? 0) & FLAG.simulated) !== 0),
    ]),
  }
}
