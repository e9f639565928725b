import { RequestError } from '../../../shared/refusal.ts'
import type { Cube, Dimension, Limits } from './types.ts'

/** One figure of a statistical message: its key by dimension, without its time. Values as written. */
export type Figure = {
  key: Record<string, string>
  time: string
  value: string | number | null
  status: string | null
  /** The figure is in ten to this power of its unit. */
  multiplier: string | null
}
export type About = {
  label: string
  source: string | null
  updated: string | null
  /** What a code means, by dimension and code. */
  names?: (dimension: string, code: string) => string | undefined
}

/** Dimensions that say where, in the code lists that statistics share; the first that varies or is there is taken. */
const GEO = ['REF_AREA', 'GEO', 'GEOGRAPHY', 'REGION', 'AREA', 'LOCATION', 'REPORTING_AREA', 'GEO_PICT']
export const TIME = ['TIME_PERIOD', 'TIME', 'OBS_TIME']
const ITEM = 'ITEM'
const clean = (text: string) => text.replace(/\s+/g, ' ').trim()

/**
 * Figures as a cube of item, place and time. What is neither place nor time and differs between figures makes the item,
 * one for each combination that occurs: a sparse message does not unfold. Throws BAD_BODY on two figures in one place,
 * TOO_MANY_ROWS.
 */
export function cubeOf(figures: readonly Figure[], about: About, limits: Limits): Cube {
  if (!figures.length) throw new RequestError('BAD_BODY', { problem: 'no figure in this message' })
  const varying = new Map<string, Set<string>>()
  for (const { key } of figures)
    for (const [id, code] of Object.entries(key)) varying.set(id, (varying.get(id) ?? new Set()).add(code))
  const geo = GEO.find((id) => varying.has(id)) ?? null
  const name = (id: string, code: string) => clean(about.names?.(id, code) ?? code)
  const parts = [...varying].filter(([id, codes]) => id !== geo && codes.size > 1).map(([id]) => id)
  const itemOf = ({ key }: Figure) => parts.map((id) => key[id] ?? '').join(' · ')
  const items = new Map<string, string>()
  for (const f of figures)
    if (!items.has(itemOf(f)))
      items.set(
        itemOf(f),
        parts
          .map((id) => name(id, f.key[id] ?? ''))
          .filter(Boolean)
          .join(' · '),
      )
  const distinct = (of: (f: Figure) => string) => [...new Set(figures.map(of))]
  const dimensions: Dimension[] = [
    {
      id: TIME[0] ?? '',
      label: 'Time',
      role: 'time',
      categories: distinct((f) => f.time).map((t) => ({ id: t, label: t })),
    },
  ]
  if (geo)
    dimensions.unshift({
      id: geo,
      label: geo,
      role: 'geo',
      categories: distinct((f) => f.key[geo] ?? '').map((code) => ({ id: code, label: name(geo, code) })),
    })
  if (items.size > 1 || parts.length)
    dimensions.unshift({
      id: ITEM,
      label: parts.join(' · '),
      role: null,
      categories: [...items].map(([id, label]) => ({ id, label })),
    })
  const size = dimensions.reduce((n, d) => n * d.categories.length, 1)
  if (size > limits.rows) throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows, rows: size })
  return { kind: 'cube', ...filled(figures, dimensions, geo, itemOf, size), dimensions, ...titles(about) }
}

const titles = ({ label, source, updated }: About) => ({ label: clean(label), source, updated })

function filled(
  figures: readonly Figure[],
  dimensions: Dimension[],
  geo: string | null,
  itemOf: (f: Figure) => string,
  size: number,
): Pick<Cube, 'values' | 'statuses'> {
  const places = dimensions.map((d) => new Map(d.categories.map((c, i) => [c.id, i])))
  const codeOf = (f: Figure, id: string) =>
    id === ITEM ? itemOf(f) : id === geo ? (f.key[id] ?? '') : f.time
  const values = new Array<number | string | null>(size).fill(null)
  const statuses = new Array<string | null>(size).fill(null)
  const taken = new Uint8Array(size)
  for (const f of figures) {
    const at = dimensions.reduce(
      (n, d, i) => n * d.categories.length + (places[i]?.get(codeOf(f, d.id)) ?? 0),
      0,
    )
    if (taken[at]) {
      const where = [...Object.entries(f.key), ['time', f.time]]
        .map(([id, code]) => `${id}=${code}`)
        .join(' ')
      throw new RequestError('BAD_BODY', { problem: `two figures for ${where}` })
    }
    taken[at] = 1
    values[at] = scaled(f.value, f.multiplier)
    statuses[at] = f.status
  }
  return { values, statuses }
}

/** Times ten to the power, by moving the point of the number as written: no digit is made up. */
export function scaled(value: string | number | null, multiplier: string | null): string | number | null {
  const power = multiplier === null || multiplier.trim() === '' ? 0 : Number(multiplier)
  if (value === null || power === 0) return value
  if (!Number.isInteger(power) || Math.abs(power) > 15)
    throw new RequestError('BAD_BODY', { problem: `a unit multiplier of ${multiplier} is not known` })
  const written = String(value).trim()
  const [, digits, exponent = '0'] = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:e([+-]?\d+))?$/i.exec(written) ?? []
  return digits === undefined ? value : Number(`${digits}e${Number(exponent) + power}`)
}
