// A table as a workbook: the figures on the first sheet, what they are on the second.
import type { CellObject, SheetData } from 'write-excel-file/browser'
import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import type { AboutLine, Sheet, SheetCell, SheetColumn } from './sheet.ts'

const INSTANT = 'dd/mm/yyyy hh:mm:ss'
/** Widest and narrowest column, in characters. */
const [WIDEST, NARROWEST] = [48, 10]

const head = (value: string): CellObject => ({ value, type: String, fontWeight: 'bold' })
/** A text is written as text whatever it begins with, so nothing in it is run. */
function cell(value: SheetCell, column: SheetColumn): CellObject | null {
  if (value === null) return null
  // A workbook's instants have no zone: Viet Nam's time is written, and the second sheet says so.
  if (column.kind === 'instant' && typeof value === 'number')
    return { value: new Date(value + ZONE_OFFSET_MS), type: Date, format: INSTANT }
  if (typeof value === 'number') {
    const { decimals } = column
    const format =
      decimals === undefined ? {} : { format: decimals ? `#,##0.${'0'.repeat(decimals)}` : '#,##0' }
    return { value, type: Number, ...format }
  }
  return { value: String(value), type: String }
}

function width(sheet: Sheet, i: number): number {
  const column = sheet.columns[i]
  if (column?.kind === 'instant') return INSTANT.length + 2
  const longest = sheet.rows.reduce(
    (n, row) => Math.max(n, String(row[i] ?? '').length),
    column?.title.length ?? 0,
  )
  return Math.min(WIDEST, Math.max(NARROWEST, longest + 2))
}

/** `names`: of the two sheets. */
export async function xlsxOf(
  sheet: Sheet,
  about: readonly AboutLine[],
  names: readonly [string, string],
): Promise<Blob> {
  const { default: write } = await import('write-excel-file/browser')
  const data: SheetData = [
    sheet.columns.map((c) => head(c.title)),
    ...sheet.rows.map((row) => sheet.columns.map((c, i) => cell(row[i] ?? null, c))),
  ]
  const said: SheetData = about.map(({ label, text }) => [head(label), { value: text, type: String }])
  const name = (text: string) => text.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)
  return write([
    {
      data,
      sheet: name(names[0]),
      stickyRowsCount: 1,
      columns: sheet.columns.map((_, i) => ({ width: width(sheet, i) })),
    },
    { data: said, sheet: name(names[1]), columns: [{ width: 24 }, { width: 90 }] },
  ]).toBlob()
}
