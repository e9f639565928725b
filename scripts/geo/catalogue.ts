// What the boundaries need of the catalogue: the provinces of each time and which went into which.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

export interface ProvinceUnit {
  code: string
  valid_from: string
  name_vi: string
}
export interface Provinces {
  /** The 63 in force until 2025-06-30. */
  before: ProvinceUnit[]
  /** The 34 in force from 2025-07-01. */
  after: ProvinceUnit[]
  /** Code of one of the 63 → code of the one of the 34 it went into (itself where nothing changed). */
  into: Map<string, string>
}

const MERGED_ON = '2025-07-01'
const DAY_BEFORE = '2025-06-30'

type Row = Record<string, string>

const rows = (folder: string, file: string): Row[] =>
  parse<Row>(readFileSync(join(folder, file)), { columns: true, bom: true, skip_empty_lines: true })

const need = (row: Row, column: string, file: string): string => {
  const value = row[column]
  if (value === undefined) throw new Error(`${file}: column "${column}" is missing`)
  return value
}

/** @throws Error naming the file and the column or unit that is wrong. */
export function readProvinces(folder: string): Provinces {
  const units = rows(folder, 'units.csv').filter((row) => need(row, 'kind', 'units.csv') === 'province')
  const names = rows(folder, 'unit_names.csv')
  const on = (day: string): ProvinceUnit[] =>
    units
      .filter((u) => need(u, 'valid_from', 'units.csv') <= day && (!u.valid_to || u.valid_to > day))
      .map((u) => ({ code: u.code ?? '', valid_from: u.valid_from ?? '', name_vi: nameOn(u, day) }))
  const nameOn = (unit: Row, day: string): string => {
    const known = names
      .filter(
        (n) => n.code === unit.code && n.unit_valid_from === unit.valid_from && (n.valid_from ?? '') <= day,
      )
      .sort((a, b) => (a.valid_from ?? '').localeCompare(b.valid_from ?? ''))
      .at(-1)
    if (!known) throw new Error(`unit_names.csv: no name for ${unit.code} (${unit.valid_from}) on ${day}`)
    return need(known, 'name_vi', 'unit_names.csv').normalize('NFC')
  }
  const before = on(DAY_BEFORE)
  const after = on(MERGED_ON)
  const merged = new Map(
    rows(folder, 'succession.csv')
      .filter((row) => need(row, 'date', 'succession.csv') === MERGED_ON)
      .map((row) => [need(row, 'from_code', 'succession.csv'), need(row, 'to_code', 'succession.csv')]),
  )
  const into = new Map(before.map(({ code }) => [code, merged.get(code) ?? code]))
  for (const [code, to] of into) {
    if (!after.some((unit) => unit.code === to))
      throw new Error(`succession.csv: ${code} goes into unknown ${to}`)
  }
  return { before, after, into }
}
