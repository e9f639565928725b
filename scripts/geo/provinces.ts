// Province polygons of both times from one set of arcs, so that their borders coincide to the point.
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import { merge, mergeArcs } from 'topojson-client'
import { topology } from 'topojson-server'
import type { Polygon as Arcs, MultiPolygon as Merged, Topology } from 'topojson-specification'
import type { Provinces, ProvinceUnit } from './catalogue.ts'
import { centreOf } from './centre.ts'
import { decodeGeometry, type EncodedFeature } from './echarts-utf8.ts'
import type { Island } from './islands.ts'

export interface ProvinceProperties extends ProvinceUnit {
  /** Deepest point of the largest part: [lon, lat]. */
  centre: [number, number]
}
type Shape = Feature<Polygon | MultiPolygon, ProvinceProperties>

/** 'Tỉnh Hải Dương', 'Hai Duong province' and 'Hải Dương' are one key. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/\b(province|city|tinh|thanh pho)\b/g, '')
    .replace(/[^a-z]/g, '')

const properties = (unit: ProvinceUnit, geometry: Polygon | MultiPolygon): ProvinceProperties => ({
  code: unit.code,
  valid_from: unit.valid_from,
  name_vi: unit.name_vi,
  centre: centreOf(geometry),
})

/** Quantised to 1/20,000 of the box's side: under 90 m, finer than the source's 1/1024 degree. */
const STEPS = 2e4

/** Objects: `provinces63`, `provinces34`, `islands`. @throws Error naming a shape or unit without its match. */
export function buildVietnam(encoded: EncodedFeature[], provinces: Provinces, islands: Island[]): Topology {
  const byName = new Map(provinces.before.map((unit) => [nameKey(unit.name_vi), unit]))
  const shapes = encoded.map(({ properties: { name }, geometry }): Shape => {
    // The source still writes the name that Huế bore until 2025.
    const unit = byName.get(nameKey(name)) ?? byName.get(nameKey(name).replace('thuathien', ''))
    if (!unit) throw new Error(`No province for the shape named "${name}"`)
    byName.delete(nameKey(unit.name_vi))
    const decoded = decodeGeometry(geometry)
    return { type: 'Feature', properties: properties(unit, decoded), geometry: decoded }
  })
  if (byName.size > 0) throw new Error(`No shape for: ${[...byName.keys()].join(', ')}`)
  shapes.sort((a, b) => a.properties.code.localeCompare(b.properties.code))

  const collection: FeatureCollection = { type: 'FeatureCollection', features: shapes }
  const islandCollection: FeatureCollection = { type: 'FeatureCollection', features: islands }
  const result = topology({ provinces63: collection, islands: islandCollection }, STEPS)

  const { provinces63 } = result.objects
  const geometries = provinces63?.type === 'GeometryCollection' ? provinces63.geometries : []
  const merged = provinces.after.map((unit): Merged<ProvinceProperties> => {
    // A collection's geometries keep the order of the features they were made of.
    const polygons = geometries
      .filter((_, i) => provinces.into.get(shapes[i]?.properties.code ?? '') === unit.code)
      .flatMap((g): (Arcs | Merged)[] => {
        if (g.type === 'Polygon') return [{ type: g.type, arcs: g.arcs }]
        return g.type === 'MultiPolygon' ? [{ type: g.type, arcs: g.arcs }] : []
      })
    if (polygons.length === 0) throw new Error(`No shape goes into ${unit.code}`)
    return { ...mergeArcs(result, polygons), properties: properties(unit, merge(result, polygons)) }
  })
  return {
    ...result,
    objects: { ...result.objects, provinces34: { type: 'GeometryCollection', geometries: merged } },
  }
}
