import { RequestError } from '../../../shared/refusal.ts'
import type { RawRow } from './types.ts'

const record = (v: unknown): v is Record<string, unknown> =>
  typeof v === 'object' && v !== null && !Array.isArray(v)

/** JSON, also as programs write it that leave NaN and Infinity bare: those become texts, and their rows are refused by name. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const quoted = text.replace(/"(?:[^"\\]|\\.)*(?:"|$)|-?\bInfinity\b|\bNaN\b/gs, (m) =>
      m[0] === '"' ? m : `"${m}"`,
    )
    try {
      if (quoted !== text) return JSON.parse(quoted)
    } catch {}
    throw new RequestError('BAD_BODY', { problem: error instanceof Error ? error.message.slice(0, 200) : '' })
  }
}

/** The rows of `{"observations": […]}`; null when the value is something else. */
export function rowsOfJson(value: unknown): RawRow[] | null {
  const list = Array.isArray(value) ? value : record(value) ? value.observations : null
  if (!Array.isArray(list)) return null
  return list.map((item: unknown, i) => new JsonRow(item, i + 1))
}

/** The row is written out again only when it is refused. */
class JsonRow implements RawRow {
  readonly row: number
  readonly fields: Record<string, unknown> | null
  readonly #item: unknown
  constructor(item: unknown, row: number) {
    this.row = row
    this.fields = record(item) ? item : null
    this.#item = item
  }
  get content(): string {
    return JSON.stringify(this.#item) ?? 'null'
  }
}

/** One JSON object per line; a broken line is refused alone. Rows are counted by line. */
export function rowsOfNdjson(text: string): RawRow[] {
  return text.split('\n').flatMap((line, i): RawRow[] => {
    const content = line.trim()
    if (!content) return []
    try {
      const item = parseJson(content)
      return [{ row: i + 1, fields: record(item) ? item : null, content }]
    } catch {
      return [{ row: i + 1, fields: null, content, problem: 'not JSON' }]
    }
  })
}
