import { show } from './columns.ts'
import { cubeOf, type Figure, TIME } from './statistics.ts'
import type { Cube, Limits, Table } from './types.ts'

/** What stands before the dimensions, in 1.0 and in 2.0. */
const HEAD = new Set([
  'DATAFLOW',
  'STRUCTURE',
  'STRUCTURE_ID',
  'STRUCTURE_NAME',
  'ACTION',
  'SERIES_KEY',
  'OBS_KEY',
])
/** 'REF_AREA: Reference area' when labels are sent too. */
const idOf = (head: string) =>
  head
    .replace(/^\uFEFF/, '')
    .split(':')[0]
    ?.trim()
    .toUpperCase() ?? ''
const split = (cell: string): [code: string, name: string | undefined] => {
  const at = cell.indexOf(': ')
  return at < 0 ? [cell, undefined] : [cell.slice(0, at), cell.slice(at + 2)]
}

/** Whether a table is SDMX-CSV: its first column names the flow or structure, and it has a time and a value. */
export function isSdmxCsv({ header }: Table): boolean {
  const ids = header.map(idOf)
  return (
    (ids[0] === 'DATAFLOW' || ids[0] === 'STRUCTURE') &&
    ids.includes('OBS_VALUE') &&
    TIME.some((t) => ids.includes(t))
  )
}

/** An SDMX-CSV message, 1.0 or 2.0. Dimensions stand before the value, attributes after it. Throws BAD_BODY, TOO_MANY_ROWS. */
export function decodeSdmxCsv(table: Table, limits: Limits): Cube {
  const ids = table.header.map(idOf)
  const at = (id: string) => ids.indexOf(id)
  const valueAt = at('OBS_VALUE')
  const timeAt = ids.findIndex((id) => TIME.includes(id))
  const dimensions = ids.flatMap((id, i) => (i < valueAt && i !== timeAt && !HEAD.has(id) ? [i] : []))
  const names = new Map<string, string>()
  const figures = table.rows.map((cells): Figure => {
    const cell = (i: number) => (i < 0 ? '' : show(cells[i] ?? null).trim())
    const key: Record<string, string> = {}
    for (const i of dimensions) {
      const [code, name] = split(cell(i))
      key[ids[i] ?? ''] = code
      if (name) names.set(`${ids[i]}:${code}`, name)
    }
    const value = cell(valueAt)
    const [status] = split(cell(at('OBS_STATUS')))
    const [multiplier] = split(cell(at('UNIT_MULT')))
    return {
      key,
      time: split(cell(timeAt))[0],
      value: value === '' || value === 'NaN' ? null : value,
      status: status || null,
      multiplier: multiplier || null,
    }
  })
  const flow = show(table.rows[0]?.[ids[0] === 'STRUCTURE' ? at('STRUCTURE_ID') : 0] ?? null)
  return cubeOf(
    figures,
    {
      label: flow,
      source: null,
      updated: null,
      names: (dimension, code) => names.get(`${dimension}:${code}`),
    },
    limits,
  )
}
