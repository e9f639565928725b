import type { OpenNumber, Percent } from './numerals.ts'

/** A row as a source names its fields; nothing is checked yet. */
export type RawRow = {
  /** Counted from 1 in the message. */
  row: number
  /** Null when the row could not be taken apart at all. */
  fields: Record<string, unknown> | null
  /** The row as sent, for quarantine. */
  content: string
  /** Why it could not be taken apart, or what else to say beside a refusal. */
  problem?: string
}
export type PlainCell = string | number | boolean | Date | null
export type Cell = PlainCell | OpenNumber | Percent

/** What a text's decimal mark is, as far as its form tells; open: either, its other numbers may tell. */
export type Decimal = 'comma' | 'point' | 'open'
/** A rectangular table whose columns have still to be understood. */
export type Table = { kind: 'table'; header: string[]; rows: Cell[][]; decimal: Decimal }
export type Dimension = {
  id: string
  label: string
  role: string | null
  categories: { id: string; label: string }[]
}
/** A statistical cube; `values` in row-major order of `dimensions`. */
export type Cube = {
  kind: 'cube'
  label: string
  source: string | null
  updated: string | null
  dimensions: Dimension[]
  values: (number | string | null)[]
  statuses: (string | null)[]
}
export type Rows = { kind: 'rows'; rows: RawRow[] }
export type Decoded = { format: Format; version: string } & (Rows | Table | Cube)
export const FORMATS = [
  'json',
  'ndjson',
  'csv',
  'xlsx',
  'json-stat',
  'sdmx-csv',
  'sdmx-json',
  'sdmx-ml',
  'px',
  'geojson',
] as const
export type Format = (typeof FORMATS)[number]
/** Ceilings of one payload; in an exercise its own workbooks are read too. */
export type Limits = { bytes: number; rows: number; inExercise?: boolean }
