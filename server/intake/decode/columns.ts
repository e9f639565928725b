import { fold } from '../names.ts'
import type { Cell, RawRow, Table } from './types.ts'

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
  return table.rows.map((cells, i) => {
    const record: Record<string, unknown> = {}
    fields.forEach((field, c) => {
      const cell = cells[c]
      if (field && cell !== null && cell !== undefined && cell !== '')
        record[field] = asField(cell, table.decimalComma)
    })
    return { row: i + 1, fields: record, content: cells.map((c) => show(c ?? null)).join(',') }
  })
}

function asField(cell: Cell, decimalComma: boolean): unknown {
  if (cell instanceof Date) return cell.toISOString()
  if (typeof cell === 'string')
    return decimalComma && /^\s*[+-]?\d+,\d+\s*$/.test(cell) ? cell.replace(',', '.') : cell.trim()
  return cell
}

export const show = (cell: Cell): string =>
  cell === null ? '' : cell instanceof Date ? cell.toISOString() : String(cell)
