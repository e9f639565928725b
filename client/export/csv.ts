// A table as a CSV file that spreadsheets open with Vietnamese words intact.
import type { AboutLine, Sheet, SheetCell } from './sheet.ts'

const quoted = (cell: SheetCell): string => {
  const text = cell === null ? '' : String(cell)
  // A cell that begins like a formula would run in a spreadsheet; numbers may begin with a minus.
  const safe =
    typeof cell === 'string' && /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const lines = (rows: readonly (readonly SheetCell[])[]) =>
  rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')

/** RFC 4180 with a byte-order mark. Numbers keep their decimal point. */
export function csvText(header: readonly string[], rows: readonly (readonly SheetCell[])[]): string {
  return `\uFEFF${lines([header, ...rows])}`
}

/** What the file says of itself in lines that begin with `#`, then the table; instants in ISO 8601. */
export function csvOf(sheet: Sheet, about: readonly AboutLine[]): string {
  const instants = new Set(sheet.columns.flatMap((c, i) => (c.kind === 'instant' ? [i] : [])))
  const rows = sheet.rows.map((row) =>
    row.map((cell, i) => (instants.has(i) && typeof cell === 'number' ? new Date(cell).toISOString() : cell)),
  )
  const said = about.map(({ key, text }) => [`# ${key}`, text])
  return `\uFEFF${lines([...said, sheet.columns.map((c) => c.key), ...rows])}`
}
