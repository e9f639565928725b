// What a person decides about a file, laid over what was recognised.
import type { ItemChoice, MappingInput, NewIndicatorInput, PreviewView } from '../../../shared/api/intake.ts'

/** The choice of one column or combination of the file; keeps every other. */
export function chooseItem(mapping: MappingInput, item: string, choice: ItemChoice): MappingInput {
  return { ...mapping, items: { ...mapping.items, [item]: choice } }
}

/** The unit code a name of the file stands for; null leaves its cells out. */
export function chooseUnit(mapping: MappingInput, label: string, code: string | null): MappingInput {
  return { ...mapping, units: { ...mapping.units, [label]: code } }
}

/** As the server writes that a table's periods are the names of its columns (server/intake/files/shape.ts). */
export const COLUMN_HEADS = '@columns'

/** What unit or time is read from decides what is left as items: those are decided anew, units keep their names. */
export function setUnit(mapping: MappingInput, unit: MappingInput['unit']): MappingInput {
  const taken =
    'dimension' in unit && 'dimension' in mapping.time && mapping.time.dimension === unit.dimension
  // The two change places: no dimension is both.
  const time = taken ? ('dimension' in mapping.unit ? mapping.unit : { period: '2026' }) : mapping.time
  return { ...mapping, unit, time, items: {} }
}
export function setTime(mapping: MappingInput, time: MappingInput['time']): MappingInput {
  const taken =
    'dimension' in time && 'dimension' in mapping.unit && mapping.unit.dimension === time.dimension
  const unit = taken ? ('dimension' in mapping.time ? mapping.time : { code: 'VN' }) : mapping.unit
  return { ...mapping, unit, time, items: {} }
}

/** Items that nobody has decided: their cells would be refused. */
export const undecided = (preview: PreviewView): string[] =>
  preview.items.filter((i) => !i.decided && i.indicator === null).map((i) => i.item)

/** Indicator codes that the import will write to, those to be created included. */
export function writtenIndicators(preview: PreviewView): string[] {
  const codes = preview.items.flatMap((i) => {
    const choice = preview.mapping?.items[i.item]
    if (choice && 'create' in choice) return [choice.create.code]
    if (choice && 'indicator' in choice) return [choice.indicator]
    return i.indicator ? [i.indicator] : []
  })
  return [...new Set(codes.length ? codes : preview.sample.map((s) => s.indicator))]
}

const PERIOD_KINDS: readonly NewIndicatorInput['period'][] = [
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'yearly',
]

/** A first draft of a missing indicator, from what the file says of itself. */
export function draftIndicator(preview: PreviewView, item: string): NewIndicatorInput {
  const found = preview.items.find((i) => i.item === item)
  const kinds = preview.units.map((u) => u.kind)
  return {
    code: codeFrom(item),
    name: { vi: item, en: item },
    section: 1,
    measure: found?.measureHint ?? '',
    period: PERIOD_KINDS.find((p) => p === preview.periods.kind) ?? 'yearly',
    level: kinds.includes('province') ? 'province' : 'nation',
    aggregation: 'none',
    direction: 'higher',
    decimals: 1,
    source: preview.source ?? preview.title ?? preview.file.name,
  }
}

/** 'Average population (Thous. pers.)' → 'AVERAGE-POPULATION'. */
export function codeFrom(label: string): string {
  const plain = label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'D')
    .replace(/\(.*?\)/g, ' ')
    .toUpperCase()
  return (
    plain
      .match(/[A-Z0-9]+/g)
      ?.join('-')
      .slice(0, 40)
      .replace(/-$/, '') || 'NEW'
  )
}
