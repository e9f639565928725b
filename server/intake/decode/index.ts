import { RequestError } from '../../../shared/refusal.ts'
import { rowsOfTable } from './columns.ts'
import { decodeCsv } from './csv.ts'
import { decodeGeoJson, isGeoJson } from './geojson.ts'
import { parseJson, rowsOfJson, rowsOfNdjson } from './json.ts'
import { decodeJsonStat, isJsonStat } from './jsonstat.ts'
import { decodePx } from './px.ts'
import { decodeSdmxCsv, isSdmxCsv } from './sdmx-csv.ts'
import { decodeSdmxJson, isSdmxJson } from './sdmx-json.ts'
import { decodeSdmxXml } from './sdmx-xml.ts'
import { decodeText } from './text.ts'
import type { Cube, Decoded, Format, Limits, Rows, Table } from './types.ts'
import { decodeXlsx } from './xlsx.ts'

/** Kept with every message; raised when a decoder's reading of the same bytes changes. */
export const DECODERS = '4'
const TYPES: Record<string, 'json' | 'ndjson' | 'csv' | 'xlsx' | 'xml' | 'px'> = {
  'application/json': 'json',
  'application/json-stat': 'json',
  'application/vnd.json-stat+json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/csv': 'csv',
  'application/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/geo+json': 'json',
  'application/vnd.sdmx.data+json': 'json',
  'application/vnd.sdmx.data+csv': 'csv',
  'application/vnd.sdmx.structurespecificdata+xml': 'xml',
  'application/vnd.sdmx.genericdata+xml': 'xml',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/x-pcaxis': 'px',
  'application/x-pc-axis': 'px',
}
const ENDINGS: Record<string, string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json',
  xml: 'application/xml',
  px: 'text/x-pcaxis',
}

/** The content type of a file, by its name: what a browser says of a file is a guess. Throws UNKNOWN_TYPE. */
export function typeOfFile(name: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const type = ENDINGS[ending]
  if (!type) throw new RequestError('UNKNOWN_TYPE', { file: name, known: Object.keys(ENDINGS) })
  return type
}

/** A name that is read like this content type. Throws UNKNOWN_TYPE. */
export function nameOfType(contentType: string): string {
  const type = TYPES[contentType.split(';')[0]?.trim().toLowerCase() ?? '']
  if (!type) throw new RequestError('UNKNOWN_TYPE', { type: contentType, known: Object.keys(TYPES) })
  return `payload.${type}`
}

/** Takes a payload apart. Throws RequestError when nothing of it can be read; bad rows are left to validation. */
export async function decode(body: Buffer, contentType: string, limits: Limits): Promise<Decoded> {
  if (body.length > limits.bytes) throw new RequestError('TOO_LARGE', { limit: limits.bytes })
  const type = TYPES[contentType.split(';')[0]?.trim().toLowerCase() ?? '']
  if (!type) throw new RequestError('UNKNOWN_TYPE', { type: contentType, known: Object.keys(TYPES) })
  const as = <T extends Rows | Table | Cube>(format: Format, what: T) => ({
    format,
    version: DECODERS,
    ...what,
  })
  if (type === 'xlsx') return asRows(as('xlsx', await decodeXlsx(body, limits)))
  if (type === 'px') return as('px', decodePx(body, limits))
  const text = decodeText(body)
  if (type === 'xml') return as('sdmx-ml', await decodeSdmxXml(text, limits))
  if (type === 'csv') {
    const table = decodeCsv(text, limits)
    return isSdmxCsv(table) ? as('sdmx-csv', decodeSdmxCsv(table, limits)) : asRows(as('csv', table))
  }
  if (type === 'ndjson') return counted(as('ndjson', { kind: 'rows', rows: rowsOfNdjson(text) }), limits)
  const value = parseJson(text)
  if (isJsonStat(value)) return as('json-stat', decodeJsonStat(value, limits))
  if (isSdmxJson(value)) return as('sdmx-json', decodeSdmxJson(value, limits))
  if (isGeoJson(value)) return asRows(as('geojson', decodeGeoJson(value, limits)))
  const rows = rowsOfJson(value)
  if (!rows) throw new RequestError('BAD_BODY', { problem: '{"observations": […]} is expected' })
  return counted(as('json', { kind: 'rows', rows }), limits)
}

function asRows(decoded: { format: Format; version: string } & Table): Decoded {
  const rows = rowsOfTable(decoded)
  return rows ? { format: decoded.format, version: decoded.version, kind: 'rows', rows } : decoded
}

function counted(decoded: { format: Format; version: string } & Rows, limits: Limits): Decoded {
  if (decoded.rows.length > limits.rows)
    throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows, rows: decoded.rows.length })
  return decoded
}
