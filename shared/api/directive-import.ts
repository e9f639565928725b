import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'

/** Largest workbook in bytes, and rows of one document. */
export const SHEET_LIMIT = 5 << 20
export const SHEET_ROWS = 1_000

/** What can be wrong with a row of a document: stable codes. */
export const IMPORT_FAULTS = [
  'ROW_NUMBER',
  'ROW_TWICE',
  'UNIT_UNKNOWN',
  'UNIT_ENDED',
  'UNIT_AMBIGUOUS',
  'UNIT_OUTSIDE',
  'TEXT_MISSING',
  'TEXT_LONG',
  'DUE_UNREADABLE',
  'DUE_PAST',
  'PRIORITY_UNKNOWN',
  'INDICATOR_UNKNOWN',
  'COMPARATOR_UNKNOWN',
  'VALUE_UNREADABLE',
  'ROW_DIFFERS',
] as const
export type ImportFaultCode = (typeof IMPORT_FAULTS)[number]
export const ImportFault = Type.Object({
  code: Type.Enum([...IMPORT_FAULTS]),
  /** As the template calls it. */
  column: Type.String(),
  /** What stands there. */
  value: Type.String(),
  /** Units that may be meant: successors of one that ended, or those of the same name. */
  offers: Type.Optional(Type.Array(Type.Object({ code: Type.String(), name: Words }))),
})
export type ImportFault = Static<typeof ImportFault>

export const ImportRow = Type.Object({
  /** Of the sheet, from 1. */
  row: Type.Integer(),
  no: Type.String(),
  addressees: Type.Array(Type.Object({ code: Type.String(), name: Words })),
  text: Type.String(),
  due: Type.Union([Type.Integer(), Type.Null()]),
  /** New, taken from this document before, or with faults. */
  state: Type.Enum(['new', 'there', 'fault']),
  faults: Type.Array(ImportFault),
})
export const ImportPreview = Type.Object({
  document: Type.String(),
  sha256: Type.String(),
  rows: Type.Array(ImportRow),
  fresh: Type.Integer(),
  there: Type.Integer(),
  faulty: Type.Integer(),
})
export type ImportPreview = Static<typeof ImportPreview>
export const ImportDone = Type.Object({
  document: Type.String(),
  directives: Type.Integer(),
  rows: Type.Integer(),
  there: Type.Integer(),
})
export type ImportDone = Static<typeof ImportDone>
export const ImportQuery = Type.Object({
  document: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  /** Of names that are no unit's any more, as typed, the unit that is meant: JSON of text to code. */
  instead: Type.Optional(Type.String({ maxLength: 4_000 })),
  issue: Type.Optional(Type.Boolean()),
})
