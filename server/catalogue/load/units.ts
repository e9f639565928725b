import { UNIT_KINDS, type UnitKind } from '../../../shared/vocabulary.ts'
import type { PROBLEMS, Problems } from './problem.ts'
import { type Row, readTable } from './table.ts'

/** A unit in a file is its code and the day it came into force. */
export type UnitKey = { code: string; from: string }
export const keyOf = ({ code, from }: UnitKey) => `${code}@${from}`

export type LoadedUnits = {
  units: (UnitKey & {
    kind: UnitKind
    to: string | null
    lon: number | null
    lat: number | null
    iso: string | null
    /** Where the file says it. */
    line: number
  })[]
  names: { unit: UnitKey; from: string; vi: string; en: string; type: string }[]
  parents: { unit: UnitKey; parent: UnitKey; from: string; to: string | null }[]
  succession: { old: UnitKey; new: UnitKey; day: string; method: string; weight: number }[]
}
export const METHODS = ['merge', 'rename', 'split'] as const

/** Notes a row whose key came before. */
export function once(rows: { key: string; row: Row; column: string }[]): void {
  const seen = new Set<string>()
  for (const { key, row, column } of rows) {
    if (seen.has(key)) row.problem(column, 'DUPLICATE')
    seen.add(key)
  }
}

function noOverlaps(
  rows: { group: string; from: string; to: string | null; row: Row; column: string }[],
): void {
  const groups = Map.groupBy(rows, (r) => r.group)
  for (const group of groups.values()) {
    group.sort((a, b) => (a.from < b.from ? -1 : 1))
    for (const [i, r] of group.entries()) {
      if (r.to !== null && r.to <= r.from) r.row.problem(r.column, 'ENDS_BEFORE')
      const before = group[i - 1]
      if (before && (before.to === null || before.to > r.from)) r.row.problem(r.column, 'OVERLAP')
    }
  }
}

export function loadUnits(files: ReadonlyMap<string, string>, problems: Problems): LoadedUnits {
  const unitRows = readTable(
    files,
    'units.csv',
    ['code', 'kind', 'valid_from', 'valid_to', 'lon', 'lat', 'iso'],
    problems,
  )
  const rows = unitRows.map((row) => ({
    row,
    line: row.line,
    code: row.code('code'),
    from: row.day('valid_from'),
    kind: row.oneOf('kind', UNIT_KINDS),
    to: row.optionalDay('valid_to'),
    lon: row.degrees('lon', 180),
    lat: row.degrees('lat', 90),
    iso: row.text('iso') || null,
  }))
  once(rows.map((u) => ({ key: keyOf(u), row: u.row, column: 'code' })))
  noOverlaps(rows.map((u) => ({ group: u.code, from: u.from, to: u.to, row: u.row, column: 'valid_from' })))
  if (unitRows.length && rows.filter((u) => u.kind === 'nation').length !== 1)
    problems.add('units.csv', 0, 'kind', 'NO_NATION' satisfies keyof typeof PROBLEMS)
  const known = new Set(rows.map(keyOf))
  const reference = (row: Row, codeColumn: string, fromColumn: string): UnitKey => {
    const key = { code: row.some(codeColumn), from: row.day(fromColumn) }
    if (key.code && !known.has(keyOf(key))) row.problem(codeColumn, 'UNKNOWN_UNIT')
    return key
  }
  const names = readTable(
    files,
    'unit_names.csv',
    ['code', 'unit_from', 'from', 'name_vi', 'name_en', 'type'],
    problems,
  ).map((row) => ({
    row,
    unit: reference(row, 'code', 'unit_from'),
    from: row.day('from'),
    vi: row.some('name_vi'),
    en: row.some('name_en'),
    type: row.some('type'),
  }))
  once(names.map((n) => ({ key: `${keyOf(n.unit)}/${n.from}`, row: n.row, column: 'from' })))
  const named = new Set(names.map((n) => keyOf(n.unit)))
  for (const u of rows) if (u.code && !named.has(keyOf(u))) u.row.problem('code', 'EMPTY')
  const parents = readTable(
    files,
    'unit_parents.csv',
    ['code', 'unit_from', 'parent_code', 'parent_from', 'from', 'to'],
    problems,
  ).map((row) => ({
    row,
    unit: reference(row, 'code', 'unit_from'),
    parent: reference(row, 'parent_code', 'parent_from'),
    from: row.day('from'),
    to: row.optionalDay('to'),
  }))
  noOverlaps(
    parents.map((p) => ({ group: keyOf(p.unit), from: p.from, to: p.to, row: p.row, column: 'from' })),
  )
  noCycles(parents)
  const succession = readTable(
    files,
    'succession.csv',
    ['from_code', 'from_valid_from', 'to_code', 'to_valid_from', 'day', 'method', 'weight'],
    problems,
  ).map((row) => ({
    row,
    old: reference(row, 'from_code', 'from_valid_from'),
    new: reference(row, 'to_code', 'to_valid_from'),
    day: row.day('day'),
    method: row.oneOf('method', METHODS),
    weight: row.number('weight'),
  }))
  once(succession.map((s) => ({ key: `${keyOf(s.old)}>${keyOf(s.new)}`, row: s.row, column: 'to_code' })))
  for (const parts of Map.groupBy(succession, (s) => keyOf(s.old)).values())
    if (Math.abs(parts.reduce((sum, s) => sum + s.weight, 0) - 1) > 1e-6)
      parts[0]?.row.problem('weight', 'WEIGHTS')
  return { units: rows, names, parents, succession }
}

function noCycles(parents: { unit: UnitKey; parent: UnitKey; from: string; row: Row }[]): void {
  const up = Map.groupBy(parents, (p) => keyOf(p.unit))
  const safe = new Set<string>()
  for (const start of parents) {
    const path = new Set<string>()
    const climb = (key: string): boolean => {
      if (safe.has(key)) return true
      if (path.has(key)) return false
      path.add(key)
      const fine = (up.get(key) ?? []).every((p) => climb(keyOf(p.parent)))
      path.delete(key)
      if (fine) safe.add(key)
      return fine
    }
    if (!climb(keyOf(start.unit))) start.row.problem('parent_code', 'CYCLE')
  }
}
