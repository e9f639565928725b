import { RequestError } from '../../../shared/refusal.ts'
import type { Cell, Limits, Table } from './types.ts'

/** More are no table of figures; a feature each with names of its own would unfold without end. */
const MOST_COLUMNS = 500
const record = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null

export const isGeoJson = (value: unknown): value is { features: unknown[] } =>
  record(value) && value.type === 'FeatureCollection' && Array.isArray(value.features)

/** The properties of a feature collection, one line a feature; shapes are left out. Throws BAD_BODY, TOO_MANY_ROWS. */
export function decodeGeoJson({ features }: { features: unknown[] }, limits: Limits): Table {
  if (features.length > limits.rows)
    throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows, rows: features.length })
  const lines = features.map((f) => (record(f) && record(f.properties) ? f.properties : {}))
  const header = [...new Set(lines.flatMap((p) => Object.keys(p)))]
  if (header.length > MOST_COLUMNS)
    throw new RequestError('BAD_BODY', { problem: `more than ${MOST_COLUMNS} different properties` })
  if (!header.length) throw new RequestError('BAD_BODY', { problem: 'no feature has any property' })
  const cell = (value: unknown): Cell =>
    value === undefined || value === null
      ? null
      : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : JSON.stringify(value)
  return {
    kind: 'table',
    header,
    rows: lines.map((p) => header.map((name) => cell(p[name]))),
    decimal: 'point',
  }
}
