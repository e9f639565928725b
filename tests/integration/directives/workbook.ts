import writeXlsxFile, { type Row } from 'write-excel-file/node'
import { COLUMNS } from '../../../server/directives/import/sheet.ts'

export type Cell = string | number | Date | null
const head = Object.values(COLUMNS).map(([name]) => name)

/** A document's sheet as a person would fill it in; `header` replaces the template's. */
export function workbook(rows: Cell[][], header: readonly string[] = head): Promise<Buffer> {
  const cell = (value: Cell) =>
    value === null
      ? null
      : typeof value === 'number'
        ? { type: Number, value }
        : value instanceof Date
          ? { type: Date, value, format: 'dd/mm/yyyy' }
          : { type: String, value }
  const data: Row[] = [header.map((value) => ({ type: String, value })), ...rows.map((r) => r.map(cell))]
  return writeXlsxFile(data).toBuffer()
}
