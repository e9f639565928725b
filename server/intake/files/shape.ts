import { show } from '../decode/columns.ts'
import { isGrouped, numeralsOf, Percent } from '../decode/numerals.ts'
import type { Cell, Cube, Decimal, Table } from '../decode/types.ts'

/** An axis along which a table or a cube spreads its cells. */
export type Axis = { id: string; label: string; labels: string[]; numeric: boolean; role: string | null }
/** One number with where it stands. */
export type FlatCell = {
  row: number
  unit: string | null
  time: string | null
  item: string
  value: Cell
  status: string | null
}
export type Layout = { unit: string | null; time: string | null; items: string[] | null }

/** The columns' heads as an axis of periods: a table with one column a year. */
export const HEADS = '@columns'
/** The item of a table that holds one indicator alone. */
export const ONLY = 'value'
const EMPTY = new Set(['', '..', '...', '…', '-', '–', ':', 'n/a', 'na'])
export const isEmpty = (cell: Cell) =>
  cell === null || (typeof cell === 'string' && EMPTY.has(cell.trim().toLowerCase()))
const NUMERIC = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i
const isNumeric = (cell: Cell, decimal: Decimal) =>
  typeof cell === 'number' ||
  cell instanceof Percent ||
  (typeof cell === 'string' && (NUMERIC.test(cell.trim()) || (decimal !== 'point' && isGrouped(cell.trim()))))

/** The columns of a table, each with its own id, or the dimensions of a cube. */
export function axesOf(data: Table | Cube): Axis[] {
  if (data.kind === 'cube')
    return data.dimensions.map((d) => ({
      id: d.id,
      label: d.label,
      labels: d.categories.map((c) => c.label),
      numeric: false,
      role: d.role,
    }))
  return columnIds(data).map((id, c) => {
    const cells = data.rows.map((r) => r[c] ?? null).filter((x) => !isEmpty(x))
    return {
      id,
      label: id,
      labels: [...new Set(cells.map((x) => show(x).replace(/\s+/g, ' ').trim()))],
      numeric: cells.length > 0 && cells.every((x) => isNumeric(x, data.decimal)),
      role: null,
    }
  })
}

export function columnIds(table: Table): string[] {
  const seen = new Map<string, number>()
  return table.header.map((h, i) => {
    const name = h.replace(/\s+/g, ' ').trim() || `#${i + 1}`
    const n = (seen.get(name) ?? 0) + 1
    seen.set(name, n)
    return n === 1 ? name : `${name} (${n})`
  })
}

/** Every cell with its unit, period and item as labelled. `layout` says which axis is which; null = none is. */
export function flatten(data: Table | Cube, layout: Layout): FlatCell[] {
  return data.kind === 'cube' ? flattenCube(data, layout) : flattenTable(data, layout)
}

function flattenCube(cube: Cube, { unit, time }: Layout): FlatCell[] {
  const sizes = cube.dimensions.map((d) => d.categories.length)
  const others = cube.dimensions.flatMap((d, i) => (d.id === unit || d.id === time ? [] : [i]))
  const unitAt = cube.dimensions.findIndex((d) => d.id === unit)
  const timeAt = cube.dimensions.findIndex((d) => d.id === time)
  const at = new Array<number>(sizes.length).fill(0)
  return cube.values.map((value, n) => {
    for (let i = sizes.length - 1, rest = n; i >= 0; i--) {
      at[i] = rest % sizes[i]!
      rest = Math.floor(rest / sizes[i]!)
    }
    const label = (i: number) => cube.dimensions[i]?.categories[at[i]!]?.label ?? null
    return {
      row: n + 1,
      unit: label(unitAt),
      time: label(timeAt),
      item: others.map(label).join(' · ') || ONLY,
      value,
      status: cube.statuses[n] ?? null,
    }
  })
}

function flattenTable(table: Table, { unit, time, items }: Layout): FlatCell[] {
  const ids = columnIds(table)
  const unitAt = unit === null ? -1 : ids.indexOf(unit)
  const timeAt = time === null || time === HEADS ? -1 : ids.indexOf(time)
  const columns = ids.flatMap((id, c) => (items?.includes(id) ? [c] : []))
  const label = (cells: Cell[], c: number) =>
    c < 0
      ? null
      : show(cells[c] ?? null)
          .replace(/\s+/g, ' ')
          .trim()
  const number = numeralsOf(
    table.decimal,
    table.rows.flatMap((cells) => columns.map((c) => cells[c] ?? null)),
  )
  return table.rows.flatMap((cells, r) =>
    columns.map(
      (c): FlatCell => ({
        row: r + 1,
        unit: label(cells, unitAt),
        time: time === HEADS ? ids[c]! : label(cells, timeAt),
        item: time === HEADS ? ONLY : ids[c]!,
        value: number(cells[c] ?? null),
        status: null,
      }),
    ),
  )
}
