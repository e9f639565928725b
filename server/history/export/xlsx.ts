import writeXlsxFile, { type Row } from 'write-excel-file/node'
import { sheetName } from '../../../shared/world.ts'
import type { About } from './about.ts'

export type Field = string | number | boolean | null | undefined

/** A text that a spreadsheet would run as a formula, also after it is saved in another form, is made harmless. */
export const harmless = (text: string) =>
  /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text

const cell = (value: Field) => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return { type: String, value: harmless(value) }
  // A spreadsheet has no infinity; none is ever recorded.
  return typeof value === 'number' ? { type: Number, value } : { type: Boolean, value }
}
const head = (value: string) => ({ type: String, value: harmless(value), fontWeight: 'bold' as const })

/** A workbook: the rows, columns by the first row's keys, and beside them what they are. */
export function xlsx(
  rows: readonly Record<string, Field>[],
  columns: readonly string[],
  about: About,
): Promise<Buffer> {
  const named = (sheet: string) => sheetName(sheet, about.world)
  const data: Row[] = [columns.map(head), ...rows.map((r) => columns.map((c) => cell(r[c])))]
  const said: [string, string | null][] = [
    ['Tên / Title', about.title],
    ['Như đã biết vào / As known at', about.asOf],
    ['Về thời điểm / About', about.at],
    ...about.sources.map((s): [string, string] => ['Nguồn / Source', s]),
    ['Ghi chú / Notice', about.notice],
  ]
  return writeXlsxFile([
    { data, sheet: named('Số liệu'), stickyRowsCount: 1 },
    {
      data: said.map(([name, text]): Row => [head(name), cell(text)]),
      sheet: named('Nguồn'),
      columns: [{ width: 32 }, { width: 100 }],
    },
  ]).toBuffer()
}
