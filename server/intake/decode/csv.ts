import { parse } from 'csv-parse/sync'
import { RequestError } from '../../../shared/refusal.ts'
import type { Decimal, Limits, Table } from './types.ts'

/** A comma that parts columns is no decimal mark; a semicolon stands in its place where the comma is one; a tab tells nothing. */
const DECIMAL: Record<string, Decimal> = { ',': 'point', ';': 'comma', '\t': 'open' }

/** A CSV with one header line; the separator is the commonest of comma, semicolon and tab in it. Throws BAD_BODY, TOO_MANY_ROWS. */
export function decodeCsv(text: string, limits: Limits): Table {
  const first = text.slice(0, text.search(/\r|\n|$/))
  const count = (c: string) => first.split(c).length
  const delimiter = [',', ';', '\t'].reduce((best, c) => (count(c) > count(best) ? c : best))
  let lines: string[][]
  try {
    lines = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      relax_quotes: true,
      to: limits.rows + 2,
      max_record_size: 1 << 20,
    })
  } catch (error) {
    throw new RequestError('BAD_BODY', { problem: error instanceof Error ? error.message.slice(0, 200) : '' })
  }
  const [header, ...rows] = lines
  if (!header) throw new RequestError('BAD_BODY', { problem: 'empty' })
  if (rows.length > limits.rows) throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows })
  return { kind: 'table', header: header.map((h) => h.trim()), rows, decimal: DECIMAL[delimiter] ?? 'point' }
}
