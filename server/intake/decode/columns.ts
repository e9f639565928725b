import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { fold } from '../names.ts'
import { numeralsOf, OpenNumber, Percent } from './numerals.ts'
import type { Cell, PlainCell, RawRow, Table } from './types.ts'

/** The agreed column names, with what people write in spreadsheets. */
const COLUMNS: Record<string, string[]> = {
  indicator: ['indicator', 'chitieu', 'machitieu', 'indicatorcode'],
  unit: ['unit', 'madonvi', 'unitcode', 'madiaphuong'],
  at: ['at', 'thoidiem'],
  period: ['period', 'ky', 'kybaocao'],
  value: ['value', 'giatri'],
  measure: ['measure', 'donvido', 'donvitinh'],
  status: ['status', 'tinhtrang'],
}
const FIELD = new Map(
  Object.entries(COLUMNS).flatMap(([field, names]) => names.map((n) => [n, field] as const)),
)

/** A table whose header has the agreed columns, as rows; null when it has not (it needs a mapping then). */
export function rowsOfTable(table: Table): RawRow[] | null {
  const fields = table.header.map((h) => FIELD.get(fold(h)))
  const has = (f: string) => fields.includes(f)
  if (!has('indicator') || !has('unit') || !has('value') || !(has('at') || has('period'))) return null
  const values = fields.flatMap((f, c) => (f === 'value' ? [c] : []))
  const number = numeralsOf(
    table.decimal,
    table.rows.flatMap((cells) => values.map((c) => cells[c] ?? null)),
  )
  return table.rows.map((cells, i) => {
    const record: Record<string, unknown> = {}
    fields.forEach((field, c) => {
      const cell = cells[c]
      if (field && cell !== null && cell !== undefined && cell !== '')
        record[field] = asField(field, field === 'value' ? number(cell) : cell)
    })
    return { row: i + 1, fields: record, content: cells.map((c) => show(c ?? null)).join(',') }
  })
}

function asField(field: string, cell: Cell): unknown {
  // A workbook's clock has no zone: whoever typed it read it off a clock in Viet Nam. A named period's day stays that day.
  if (cell instanceof Date)
    return new Date(cell.getTime() - (field === 'at' ? ZONE_OFFSET_MS : 0)).toISOString()
  return typeof cell === 'string' ? cell.trim() : cell
}

/** A cell for who reads it by rules of their own: what is more than a plain value stands as it is shown. */
export const plain = (cell: Cell): PlainCell =>
  typeof cell === 'object' && cell !== null && !(cell instanceof Date) ? show(cell) : cell

export function show(cell: Cell): string {
  if (cell === null) return ''
  if (cell instanceof Date) return cell.toISOString()
  return cell instanceof OpenNumber || cell instanceof Percent ? cell.text : String(cell)
}
