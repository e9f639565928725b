// The land around Viet Nam, from world-atlas 50m (Natural Earth, public domain).
import type { MultiLineString, MultiPolygon, Polygon } from 'geojson'
import { merge, mesh } from 'topojson-client'
import { topology } from 'topojson-server'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { type Box, clipLine, clipRing } from './clip.ts'

/** Wide enough for a full-screen 16:9 map fitted to the country's height. */
const AROUND: Box = [84, -6, 136, 38]
const VIET_NAM = '704'
/** Borders are drawn between these and anyone: Brunei, Myanmar, Cambodia, Indonesia, Laos, Malaysia, Thailand. */
const MAINLAND = new Set(['096', '104', '116', '360', '418', '458', '764'])

export type WorldAtlas = Topology<{ countries: GeometryCollection }>

const multi = (g: MultiPolygon | Polygon) => (g.type === 'Polygon' ? [g.coordinates] : g.coordinates)

/** Objects: `land` (all of it, Viet Nam included, so that no sliver of sea shows along the border), `lines`. */
export function buildNeighbours(world: WorldAtlas): Topology {
  const { countries } = world.objects
  const id = (o: { id?: string | number }) => String(o.id ?? '')
  const polygons = countries.geometries.filter((g) => g.type === 'Polygon' || g.type === 'MultiPolygon')
  const land: MultiPolygon = {
    type: 'MultiPolygon',
    coordinates: multi(merge(world, polygons))
      .map((rings) => rings.map((ring) => clipRing(ring, AROUND)).filter((ring) => ring.length > 0))
      .filter((rings) => rings.length > 0),
  }
  // Viet Nam's own outline comes from the province boundaries: two coasts would show as a double line.
  const drawn = mesh(world, countries, (a, b) => {
    if (id(a) === VIET_NAM || id(b) === VIET_NAM) return false
    return a === b || MAINLAND.has(id(a)) || MAINLAND.has(id(b))
  })
  const lines: MultiLineString = {
    type: 'MultiLineString',
    coordinates: drawn.coordinates.flatMap((line) => clipLine(line, AROUND)),
  }
  return topology({ land, lines }, 2e4)
}
