// A table as a JSON-stat 2.0 dataset: rows by figures. https://json-stat.org/full/
import type { About, AboutLine, Sheet } from './sheet.ts'

type Dimension = {
  label: string
  category: { index: string[]; label: Record<string, string>; unit?: Record<string, { decimals: number }> }
  extension?: Record<string, Record<string, string | null>>
}
export type Dataset = {
  version: '2.0'
  class: 'dataset'
  label: string
  source: string
  updated: string
  note: string[]
  id: ['row', 'figure']
  size: [number, number]
  role: { metric: ['figure'] }
  dimension: { row: Dimension; figure: Dimension }
  value: (number | null)[]
  extension: Record<string, string | boolean>
}

/** `savedAt`: ms since 1970. Columns of numbers become figures; instants and words stand with their row. */
export function jsonStatOf(
  sheet: Sheet,
  about: About,
  lines: readonly AboutLine[],
  savedAt: number,
): Dataset {
  const place = (key: string) => sheet.columns.findIndex((c) => c.key === key)
  const [key, label] = [place(sheet.rowKey), place(sheet.rowLabel)]
  const names = new Map<string, number>()
  // Two rows of one name are told apart by their place.
  const ids = sheet.rows.map((row, i) => {
    const id = String(row[key] ?? i)
    const seen = names.get(id) ?? 0
    names.set(id, seen + 1)
    return seen ? `${id}#${seen + 1}` : id
  })
  const figures = sheet.columns.flatMap((c, i) => (c.kind === 'number' ? [{ ...c, i }] : []))
  const words = sheet.columns.flatMap((c, i) => (c.kind === 'number' || i === key ? [] : [{ ...c, i }]))
  const text = (value: string | number | boolean | null | undefined, kind: string) =>
    value === null || value === undefined
      ? null
      : kind === 'instant' && typeof value === 'number'
        ? new Date(value).toISOString()
        : String(value)
  return {
    version: '2.0',
    class: 'dataset',
    label: about.title,
    source: about.source,
    updated: new Date(savedAt).toISOString(),
    note: lines.map((l) => `${l.label}: ${l.text}`),
    id: ['row', 'figure'],
    size: [ids.length, figures.length],
    role: { metric: ['figure'] },
    dimension: {
      row: {
        label: sheet.columns[key]?.title ?? sheet.rowKey,
        category: {
          index: ids,
          label: Object.fromEntries(sheet.rows.map((row, i) => [ids[i], String(row[label] ?? ids[i])])),
        },
        extension: Object.fromEntries(
          words.map((c) => [
            c.key,
            Object.fromEntries(sheet.rows.map((row, i) => [ids[i], text(row[c.i], c.kind)])),
          ]),
        ),
      },
      figure: {
        label: about.measure ?? '',
        category: {
          index: figures.map((c) => c.key),
          label: Object.fromEntries(figures.map((c) => [c.key, c.title])),
          unit: Object.fromEntries(figures.map((c) => [c.key, { decimals: c.decimals ?? 0 }])),
        },
      },
    },
    value: sheet.rows.flatMap((row) =>
      figures.map(({ i }) => {
        const value = row[i]
        return typeof value === 'number' ? value : null
      }),
    ),
    extension: { ...Object.fromEntries(lines.map((l) => [l.key, l.text])), simulated: about.simulated },
  }
}
