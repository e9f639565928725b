// Which provinces share a border: two shapes that have an arc in common.
import type { GeometryCollection, Topology } from 'topojson-specification'
import type { ProvinceProperties } from './provinces.ts'

type Arcs = number | Arcs[]
/** An arc walked backwards is written as its complement. */
function arcsOf(arcs: Arcs[], into = new Set<number>()): Set<number> {
  for (const a of arcs) {
    if (typeof a === 'number') into.add(a < 0 ? ~a : a)
    else arcsOf(a, into)
  }
  return into
}

const codeOf = (properties: Partial<ProvinceProperties> | undefined) => properties?.code ?? ''

/** By code, the codes of those around it, in order. Pure. */
export function bordersOf(provinces: GeometryCollection<ProvinceProperties>): Record<string, string[]> {
  const shapes = provinces.geometries.map((g) => ({
    code: codeOf(g.properties),
    arcs: arcsOf('arcs' in g ? g.arcs : []),
  }))
  const touches = (a: Set<number>, b: Set<number>) => [...a].some((arc) => b.has(arc))
  return Object.fromEntries(
    shapes
      .map(
        ({ code, arcs }) =>
          [
            code,
            shapes
              .filter((s) => s.code !== code && touches(arcs, s.arcs))
              .map((s) => s.code)
              .sort(),
          ] as const,
      )
      .sort(([a], [b]) => a.localeCompare(b)),
  )
}

export type Borders = { '63': Record<string, string[]>; '34': Record<string, string[]> }
type VietnamTopology = Topology<{
  provinces63: GeometryCollection<ProvinceProperties>
  provinces34: GeometryCollection<ProvinceProperties>
}>
export const buildBorders = ({ objects }: VietnamTopology): Borders => ({
  '63': bordersOf(objects.provinces63),
  '34': bordersOf(objects.provinces34),
})

if (import.meta.main) {
  const { readFileSync, writeFileSync } = await import('node:fs')
  const root = new URL('../../', import.meta.url)
  const built = buildBorders(JSON.parse(readFileSync(new URL('public/geo/vietnam.topo.json', root), 'utf8')))
  const file = new URL('server/standing/data/borders.json', root)
  writeFileSync(file, `${JSON.stringify(built)}\n`)
  console.log(
    `${file.pathname}: ${Object.keys(built['63']).length} and ${Object.keys(built['34']).length} provinces`,
  )
}
