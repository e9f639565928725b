import type { ImportFault, ImportFaultCode } from '../../../shared/api/directive-import.ts'
import type { DirectiveInput } from '../../../shared/api/directives.ts'
import type { Priority } from '../../../shared/directive.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { type CatalogueSnapshot, dayOf, nameOn, type Unit } from '../../catalogue/index.ts'
import { unitKey } from '../../intake/index.ts'
import { canonical, sha256 } from '../canonical.ts'

export type Cell = string | number | boolean | Date | null
export type SheetRow = { row: number; cells: Cell[] }
/** What a column is called, the first as the template writes it; compared without marks. */
export const COLUMNS = {
  no: ['TT', 'STT', 'No.'],
  units: ['Đơn vị', 'Cơ quan', 'Unit'],
  text: ['Nội dung nhiệm vụ', 'Nội dung', 'Task'],
  due: ['Hạn', 'Thời hạn', 'Due'],
  priority: ['Mức độ', 'Priority'],
  indicator: ['Chỉ tiêu', 'Mã chỉ tiêu', 'Indicator'],
  comparator: ['Mức', 'Comparator'],
  value: ['Giá trị', 'Value'],
  hold: ['Giữ (ngày)', 'Hold (days)'],
} as const
export type Column = keyof typeof COLUMNS
const NEEDED: readonly Column[] = ['no', 'units', 'text', 'due']
const LAST_HOUR = 17
const LONGEST = 4_000

const PRIORITY: Record<string, Priority> = {
  '': 'normal',
  thuong: 'normal',
  normal: 'normal',
  khan: 'urgent',
  urgent: 'urgent',
  hoatoc: 'immediate',
  immediate: 'immediate',
}
const COMPARATOR: Record<string, '>=' | '<=' | '='> = {
  '>=': '>=',
  '≥': '>=',
  toithieu: '>=',
  '<=': '<=',
  '≤': '<=',
  toida: '<=',
  '=': '=',
  dungbang: '=',
}

/** Letters and digits alone, without marks and in small letters. */
const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** The place of each column in a header; missing: those without which no row can be read. */
export function columnsOf(header: readonly string[]): {
  at: Partial<Record<Column, number>>
  missing: string[]
} {
  const folded = header.map(fold)
  const at: Partial<Record<Column, number>> = {}
  for (const [column, names] of Object.entries(COLUMNS)) {
    const place = folded.findIndex((h) => names.map(fold).includes(h))
    if (place >= 0 && column in COLUMNS) Object.assign(at, { [column]: place })
  }
  return { at, missing: NEEDED.filter((c) => at[c] === undefined).map((c) => COLUMNS[c][0]) }
}

const words = (cell: Cell | undefined) =>
  cell === null || cell === undefined ? '' : String(cell).normalize('NFC').replace(/\s+/g, ' ').trim()

/** A day, with or without an hour, as a spreadsheet's date or as written: 05/12/2026, 5/12/2026 16:30, 2026-12-05. Ms. */
export function dueIn(cell: Cell | undefined): number | null {
  if (cell instanceof Date) {
    // A workbook's date has no zone: it is read as Viet Nam's. One without an hour ends with the office.
    const ms = cell.getTime()
    return ms % 86_400_000 === 0 ? ms + LAST_HOUR * 3_600_000 - ZONE_OFFSET_MS : ms - ZONE_OFFSET_MS
  }
  const text = words(cell)
  const vi = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,? (\d{1,2})[:h](\d{2}))?$/.exec(text)
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?$/.exec(text)
  const [year, month, day, hour, minute] = vi
    ? [vi[3], vi[2], vi[1], vi[4], vi[5]].map((x) => (x === undefined ? Number.NaN : Number(x)))
    : iso
      ? iso.slice(1, 6).map((x) => (x === undefined ? Number.NaN : Number(x)))
      : []
  if (year === undefined || month === undefined || day === undefined) return null
  const midnight = Date.UTC(year, month - 1, day)
  const read = new Date(midnight)
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day) return null
  const h = hour === undefined || Number.isNaN(hour) ? LAST_HOUR : hour
  const m = minute === undefined || Number.isNaN(minute) ? 0 : minute
  return h > 23 || m > 59 ? null : midnight + (h * 60 + m) * 60_000 - ZONE_OFFSET_MS
}

/** Who may be named as an addressee, by code in force or by name of any day. */
class Units {
  readonly #now: CatalogueSnapshot
  readonly #at: number
  readonly #byName = new Map<string, Set<Unit>>()
  constructor(now: CatalogueSnapshot, at: number) {
    this.#now = now
    this.#at = at
    for (const unit of now.units) {
      if (unit.kind === 'region' || unit.kind === 'station' || unit.kind === 'reservoir') continue
      for (const day of [dayOf(at), unit.validFrom]) {
        const { vi, en } = nameOn(unit, day)
        for (const name of [vi, en]) {
          const key = unitKey(name)
          if (key) this.#byName.set(key, (this.#byName.get(key) ?? new Set()).add(unit))
        }
      }
    }
  }

  find(text: string): Unit | ImportFault {
    const now = this.#now
    const named = now.unitInForce(text, this.#at)
    if (named) return named
    const found = [...(this.#byName.get(unitKey(text)) ?? []), ...now.unitsOfCode(text)]
    const inForce = [...new Set(found)].filter((u) => now.unitInForce(u.code, this.#at)?.id === u.id)
    const [one, other] = inForce
    if (one && !other) return one
    if (one) return fault('UNIT_AMBIGUOUS', 'units', text, inForce.map(this.#named))
    const old = found.at(-1)
    if (!old) return fault('UNIT_UNKNOWN', 'units', text)
    return fault(
      'UNIT_ENDED',
      'units',
      text,
      now.successorsOf(old.id).map((s) => this.#named(s.unit)),
    )
  }

  #named = (unit: Unit) => {
    const { vi, en } = nameOn(unit, dayOf(this.#at))
    return { code: unit.code, name: { vi, en } }
  }
}

type Offer = NonNullable<ImportFault['offers']>
const fault = (code: ImportFaultCode, column: Column, value: string, offers?: Offer): ImportFault => ({
  ...{ code, column: COLUMNS[column][0], value: value.slice(0, 200) },
  ...(offers?.length ? { offers } : {}),
})
const isFault = (x: Unit | ImportFault): x is ImportFault => 'column' in x

export type JudgedRow = {
  row: number
  no: string
  input: Omit<DirectiveInput, 'document' | 'issue'> | null
  addressees: string[]
  text: string
  due: number | null
  sha256: Buffer
  faults: ImportFault[]
}

/** `mayTask`: whether the unit is within the sight of whoever brings the sheet. */
type Known = { catalogue: CatalogueSnapshot; mayTask(unit: Unit): boolean }

/**
 * Each row as it would be given, or all that is wrong with it. `instead`: the unit that a person chose for a name as it
 * was typed. Pure.
 */
export function judge(
  rows: readonly SheetRow[],
  at: Partial<Record<Column, number>>,
  { catalogue, mayTask }: Known,
  instead: Readonly<Record<string, string>>,
  now: number,
): JudgedRow[] {
  const units = new Units(catalogue, now)
  const seen = new Set<string>()
  return rows.map(({ row, cells }) => {
    const of = (column: Column) => cells[at[column] ?? -1]
    const faults: ImportFault[] = []
    const no = words(of('no'))
    if (!no || no.length > 20) faults.push(fault('ROW_NUMBER', 'no', no))
    else if (seen.has(no)) faults.push(fault('ROW_TWICE', 'no', no))
    seen.add(no)
    const names = words(of('units'))
      .split(/\s*[;\n]\s*/)
      .filter(Boolean)
    if (!names.length) faults.push(fault('UNIT_UNKNOWN', 'units', ''))
    const addressees = names.flatMap((name) => {
      const found = units.find(instead[name] ?? name)
      if (!isFault(found) && mayTask(found)) return [found.code]
      faults.push(isFault(found) ? { ...found, value: name } : fault('UNIT_OUTSIDE', 'units', name))
      return []
    })
    const raw = of('text')
    const text = typeof raw === 'string' ? raw.normalize('NFC').trim() : words(raw)
    if (text.length < 3) faults.push(fault('TEXT_MISSING', 'text', text))
    if (text.length > LONGEST) faults.push(fault('TEXT_LONG', 'text', text))
    const due = dueIn(of('due'))
    if (due === null) faults.push(fault('DUE_UNREADABLE', 'due', words(of('due'))))
    const priority = PRIORITY[fold(words(of('priority')))]
    if (!priority) faults.push(fault('PRIORITY_UNKNOWN', 'priority', words(of('priority'))))
    const aim = aimOf(of, catalogue, faults)
    const codes = [...new Set(addressees)]
    const asks = { text, due: due ?? 0, priority: priority ?? 'normal', addressees: codes, aim }
    return {
      ...{ row, no, text, due, addressees: codes, faults },
      sha256: sha256(canonical(asks)),
      input: faults.length ? null : { ...asks, session: null, shown: null, origin: null },
    }
  })
}

type Aim = NonNullable<DirectiveInput['aim']>
function aimOf(
  of: (column: Column) => Cell | undefined,
  catalogue: CatalogueSnapshot,
  faults: ImportFault[],
): Pick<Aim, 'indicator' | 'comparator' | 'value' | 'holdDays'> | null {
  const code = words(of('indicator')).split(/[\s·]/)[0] ?? ''
  if (!code) return null
  if (!catalogue.indicator(code)) faults.push(fault('INDICATOR_UNKNOWN', 'indicator', code))
  const sign = words(of('comparator'))
  const comparator = sign ? (COMPARATOR[sign] ?? COMPARATOR[fold(sign)]) : '>='
  if (!comparator) faults.push(fault('COMPARATOR_UNKNOWN', 'comparator', sign))
  // A number is a number; one that was typed as text could mean two things.
  const value = of('value')
  const number =
    typeof value === 'number' ? value : /^-?\d+$/.test(words(value)) ? Number(words(value)) : Number.NaN
  if (!Number.isFinite(number)) faults.push(fault('VALUE_UNREADABLE', 'value', words(value)))
  const hold = words(of('hold'))
  const holdDays = hold ? Number(hold) : 7
  if (!Number.isInteger(holdDays) || holdDays < 0 || holdDays > 365)
    faults.push(fault('VALUE_UNREADABLE', 'hold', hold))
  return {
    indicator: code,
    comparator: comparator ?? '>=',
    value: Number.isFinite(number) ? number : 0,
    holdDays,
  }
}
