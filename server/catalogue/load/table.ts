import { parse } from 'csv-parse/sync'
import { isDay } from '../day.ts'
import type { Problems } from './problem.ts'

/** One row of a catalogue file: reads cells and notes what is wrong with them, with file, line and column. */
export class Row {
  readonly file: string
  readonly line: number
  readonly #cells: Record<string, string>
  readonly #problems: Problems
  constructor(file: string, line: number, cells: Record<string, string>, problems: Problems) {
    this.file = file
    this.line = line
    this.#cells = cells
    this.#problems = problems
  }
  problem(column: string, code: Parameters<Problems['add']>[3]): void {
    this.#problems.add(this.file, this.line, column, code, this.#cells[column] ?? '')
  }
  /** May be empty. NFC, outer spaces gone. */
  text(column: string): string {
    return (this.#cells[column] ?? '').normalize('NFC').trim()
  }
  some(column: string): string {
    const text = this.text(column)
    if (!text) this.problem(column, 'EMPTY')
    return text
  }
  number(column: string): number {
    const text = this.some(column)
    const n = Number(text)
    if (text && !Number.isFinite(n)) this.problem(column, 'NOT_A_NUMBER')
    return Number.isFinite(n) ? n : 0
  }
  optionalNumber(column: string): number | null {
    return this.text(column) ? this.number(column) : null
  }
  #within(column: string, n: number, fine: boolean): number {
    if (!fine) this.problem(column, 'NOT_IN_RANGE')
    return n
  }
  whole(column: string, low: number, high: number): number {
    const n = this.number(column)
    if (!Number.isFinite(Number(this.text(column)))) return n
    return this.text(column) ? this.#within(column, n, Number.isInteger(n) && n >= low && n <= high) : n
  }
  positive(column: string): number {
    const n = this.number(column)
    return Number(this.text(column)) <= 0 && this.text(column) ? this.#within(column, n, false) : n
  }
  degrees(column: string, limit: number): number | null {
    const n = this.optionalNumber(column)
    return n === null ? n : this.#within(column, n, Math.abs(n) <= limit)
  }
  /** As every address and every query can carry it. */
  code(column: string): string {
    const text = this.some(column)
    if (text && !/^[A-Za-z0-9._-]{1,40}$/.test(text)) this.problem(column, 'BAD_CODE')
    return text
  }
  day(column: string): string {
    const text = this.some(column)
    if (text && !isDay(text)) this.problem(column, 'BAD_DATE')
    return isDay(text) ? text : '1900-01-01'
  }
  optionalDay(column: string): string | null {
    return this.text(column) ? this.day(column) : null
  }
  oneOf<T extends string>(column: string, allowed: readonly T[]): T {
    const text = this.some(column)
    const found = allowed.find((a) => a === text)
    if (text && found === undefined) this.problem(column, 'NOT_ONE_OF')
    return found ?? (allowed[0] as T)
  }
}

/** The rows of one file; nothing when it is missing, cannot be read or lacks a column (each noted). */
export function readTable(
  files: ReadonlyMap<string, string>,
  file: string,
  columns: readonly string[],
  problems: Problems,
): Row[] {
  const text = files.get(file)
  if (text === undefined) {
    problems.add(file, 0, '', 'FILE_MISSING')
    return []
  }
  let records: { record: string[]; info: { lines: number } }[]
  try {
    records = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as typeof records
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 0
    problems.add(file, line, '', 'FILE_UNREADABLE', error instanceof Error ? error.message : '')
    return []
  }
  const head = (records.shift()?.record ?? []).map((c) => c.trim())
  const missing = columns.filter((c) => !head.includes(c))
  for (const column of missing) problems.add(file, 1, column, 'COLUMN_MISSING')
  if (missing.length) return []
  return records.map(({ record, info }) => {
    // The parser counts where a row ends; a person looks for where it begins.
    const line = info.lines - record.reduce((n, cell) => n + cell.split('\n').length - 1, 0)
    if (record.length !== head.length) problems.add(file, line, '', 'CELL_COUNT', String(record.length))
    return new Row(file, line, Object.fromEntries(head.map((name, i) => [name, record[i] ?? ''])), problems)
  })
}
