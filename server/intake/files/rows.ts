import type { MappingInput } from '../../../shared/api/intake.ts'
import { parsePeriod } from '../../../shared/period.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Status } from '../../../shared/vocabulary.ts'
import { dayOf, type Indicator, type Unit } from '../../catalogue/index.ts'
import { show } from '../decode/columns.ts'
import type { RawRow } from '../decode/types.ts'
import { fitPeriod, type ReadPeriod, readPeriod } from './period.ts'
import { type FlatCell, isEmpty } from './shape.ts'
import type { UnitNames } from './units.ts'

export type UnitMatch = { label: string; unit: Unit | undefined; cells: number }
export type FileRows = {
  rows: RawRow[]
  units: Map<string, UnitMatch>
  periods: Map<string, ReadPeriod | null>
  cellsByItem: Map<string, number>
  cells: number
  empty: number
}
type Find = (code: string) => Indicator | undefined
/** How far a figure is from final by its SDMX code (CL_OBS_STATUS): forecast, imputed; experimental, unreliable, unvalidated. */
const STATUS: Record<string, Status> = {
  e: 'estimated',
  f: 'estimated',
  i: 'estimated',
  g: 'provisional',
  p: 'provisional',
  u: 'provisional',
  v: 'provisional',
  r: 'revised',
}
/** Codes that say something else: normal, a break, another definition, derogation, counted elsewhere, not significant. */
const OTHERWISE = new Set('abdjknw')
const FARTHEST: Status[] = ['estimated', 'provisional', 'revised']

/** Of a code, or of a few letters together ('bp'). What nobody knows is never official. */
function statusBy(code: string | null, otherwise: Status): Status {
  const text = (code ?? '').trim().toLowerCase()
  const letters = text.length <= 3 ? [...text] : ['?']
  const said = letters.flatMap((c): Status[] => (OTHERWISE.has(c) ? [] : [STATUS[c] ?? 'provisional']))
  return FARTHEST.find((s) => said.includes(s)) ?? otherwise
}

/** The cells of a file as rows of the agreed shape: units matched in force at each period, periods written our way. */
export function fileRows(
  cells: FlatCell[],
  mapping: MappingInput,
  indicator: Find,
  names: UnitNames,
): FileRows {
  const out: FileRows = {
    rows: [],
    units: new Map(),
    periods: new Map(),
    cellsByItem: new Map(),
    cells: 0,
    empty: 0,
  }
  for (const c of cells) {
    if (isEmpty(c.value)) {
      out.empty++
      continue
    }
    out.cells++
    out.cellsByItem.set(c.item, (out.cellsByItem.get(c.item) ?? 0) + 1)
    const timeLabel = c.time ?? ('period' in mapping.time ? mapping.time.period : '')
    if (!out.periods.has(timeLabel)) out.periods.set(timeLabel, readPeriod(timeLabel))
    const read = out.periods.get(timeLabel) ?? null
    const choice = mapping.items[c.item]
    const code = !choice ? null : 'create' in choice ? choice.create.code : choice.indicator
    const known = code === null ? undefined : indicator(code)
    const period = read ? fitPeriod(read, known?.period ?? read.kind) : timeLabel
    const interval = parsePeriod(period, known?.cutoff)
    const unitLabel = c.unit ?? ('code' in mapping.unit ? mapping.unit.code : '')
    const day = dayOf(interval ? interval.to - 1 : Date.now())
    const override = mapping.units?.[unitLabel]
    if (override === null) continue
    const unit = names.find(override ?? unitLabel, day)
    const match = out.units.get(unitLabel)
    out.units.set(unitLabel, { label: unitLabel, unit: match?.unit ?? unit, cells: (match?.cells ?? 0) + 1 })
    if (!choice || code === null) continue
    const measure = 'create' in choice ? undefined : choice.measure
    out.rows.push({
      row: c.row,
      content: [c.unit, c.time, c.item, show(c.value)].filter((x) => x !== null).join(' | '),
      fields: {
        indicator: code,
        // A name that no unit bore then goes on as it is: it is refused by name, in its row.
        unit: unit?.code ?? (override || unitLabel || '?'),
        period,
        value: c.value,
        ...(measure ? { measure } : {}),
        status: statusBy(c.status, read?.provisional ? 'provisional' : (mapping.status ?? 'official')),
      },
    })
  }
  return out
}

/** Throws BAD_REQUEST when the mapping names columns or items that the file has not. */
export function checkMapping(
  mapping: MappingInput,
  axes: { id: string }[],
  items: string[],
  heads: string,
): void {
  const ids = new Set([...axes.map((a) => a.id), heads])
  for (const [field, of] of Object.entries({ unit: mapping.unit, time: mapping.time }))
    if ('dimension' in of && !ids.has(of.dimension))
      throw new RequestError('BAD_REQUEST', { field: `mapping.${field}.dimension`, value: of.dimension })
  const unknown = Object.keys(mapping.items).filter((i) => !items.includes(i))
  if (unknown.length) throw new RequestError('BAD_REQUEST', { field: 'mapping.items', unknown, known: items })
}
