import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import type { Polygon } from './geometry.ts'

type Provinces = GeometryCollection<{ code: string }>
type Era = 'provinces34' | 'provinces63'
const FILE = join(import.meta.dirname, '../../../public/geo/vietnam.topo.json')
/** From this day there are 34 provinces. */
const MERGED = '2025-07-01'

let topology: Topology<Record<Era, Provinces>> | undefined
const shapes = new Map<Era, { code: string; polygons: Polygon[] }[]>()

/** The provinces' boundaries of a day, those the map draws. Read once. */
export function provinceShapes(day: string): { code: string; polygons: Polygon[] }[] {
  const era = day < MERGED ? 'provinces63' : 'provinces34'
  const known = shapes.get(era)
  if (known) return known
  topology ??= JSON.parse(readFileSync(FILE, 'utf8')) as Topology<Record<Era, Provinces>>
  const made = feature(topology, topology.objects[era]).features.map(({ properties, geometry }) => ({
    code: properties.code,
    polygons: (geometry.type === 'Polygon'
      ? [geometry.coordinates]
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates
        : []) as unknown as Polygon[],
  }))
  shapes.set(era, made)
  return made
}
