import type { RawRow } from '../intake/index.ts'

/** Rows shown on either side of the one that a number came from. */
const AROUND = 2
/** A row longer than this is cut around its value. */
const LONGEST = 600

export type Excerpt = {
  /** Rows of the whole message. */
  rows: number
  lines: { row: number; text: string; mark: [from: number, to: number] | null }[]
}

/**
 * The part of a message that a number stands in, its value marked. `neighbours`: whether the reader may see the other rows
 * of this source; without, only the row itself.
 */
export function excerptOf(rows: RawRow[], row: number, neighbours: boolean): Excerpt | null {
  const at = rows.findIndex((r) => r.row === row)
  const own = rows[at]
  if (!own) return null
  const around = neighbours ? rows.slice(Math.max(0, at - AROUND), at + AROUND + 1) : [own]
  return { rows: rows.length, lines: around.map((r) => line(r, r === own)) }
}

function line(raw: RawRow, own: boolean): Excerpt['lines'][number] {
  const { content } = raw
  const value = own ? placeOfValue(content, raw.fields?.value) : null
  if (content.length <= LONGEST) return { row: raw.row, text: content, mark: value }
  const from = value ? Math.max(0, value[0] - LONGEST / 2) : 0
  return {
    row: raw.row,
    text: content.slice(from, from + LONGEST),
    mark: value && [value[0] - from, value[1] - from],
  }
}

/** Where the value stands in the row: after its own name where fields are named, else the last place it is written at. */
function placeOfValue(content: string, value: unknown): [number, number] | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  const written = String(value)
  const named = /"value"\s*:\s*"?/.exec(content)
  const after = named ? named.index + named[0].length : -1
  const exact = after >= 0 && content.startsWith(written, after) ? after : -1
  const forms = [written, written.replace('.', ',')]
  const at = exact >= 0 ? exact : Math.max(...forms.map((form) => content.lastIndexOf(form)))
  return at < 0 || !written ? null : [at, at + written.length]
}

/** What the source itself says of the row, if it says anything: the reason of a revision. */
export function noteOf(rows: RawRow[], row: number): string | null {
  const fields = rows.find((r) => r.row === row)?.fields
  const note = fields?.note ?? fields?.reason
  return typeof note === 'string' && note.trim() ? note.trim().slice(0, 300) : null
}
