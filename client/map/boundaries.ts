// The built boundaries, fetched once a page and decoded into what the layers draw.
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type {
  GeometryCollection,
  MultiPolygon as LandObject,
  MultiLineString as LinesObject,
  Topology,
} from 'topojson-specification'

export type Era = '63' | '34'

export interface ProvinceProperties {
  code: string
  /** ISO day from which the unit of this code is in force. */
  valid_from: string
  name_vi: string
  /** [lon, lat] of the point deepest inside. */
  centre: [number, number]
}
export interface IslandProperties {
  kind: 'archipelago' | 'island' | 'islet'
  name_vi: string
  code63: string
  code34: string
}
export type Province = Feature<Polygon | MultiPolygon, ProvinceProperties>

export interface EraShapes {
  provinces: FeatureCollection<Polygon | MultiPolygon, ProvinceProperties>
  /** One polygon a row, as deck.gl fills them. */
  parts: { code: string; polygon: [number, number][][] }[]
  byCode: Map<string, ProvinceProperties>
  /** Lines between provinces, each once. */
  borders: MultiLineString
}
export interface Island {
  at: [number, number]
  kind: IslandProperties['kind']
  name: string
  /** Province code by era. */
  code: Record<Era, string>
}
export interface Boundaries {
  eras: Record<Era, EraShapes>
  outline: MultiLineString
  islands: Island[]
  /** Those of `islands` that stand as a dot: all but the archipelagos' anchors. */
  dots: Island[]
  land: Feature
  landLines: Feature
}

export type VietnamTopology = Topology<{
  provinces63: GeometryCollection<ProvinceProperties>
  provinces34: GeometryCollection<ProvinceProperties>
  islands: GeometryCollection<IslandProperties>
}>
export type NeighboursTopology = Topology<{ land: LandObject; lines: LinesObject }>

const lonLat = ([lon = 0, lat = 0]: Position): [number, number] => [lon, lat]

function eraShapes(topology: VietnamTopology, provinces: GeometryCollection<ProvinceProperties>): EraShapes {
  const features = feature(topology, provinces).features.flatMap((f): Province[] => {
    const { geometry } = f
    return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon' ? [{ ...f, geometry }] : []
  })
  return {
    provinces: { type: 'FeatureCollection', features },
    parts: features.flatMap(({ geometry, properties }) => {
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
      return polygons.map((rings) => ({
        code: properties.code,
        polygon: rings.map((ring) => ring.map(lonLat)),
      }))
    }),
    byCode: new Map(features.map(({ properties }) => [properties.code, properties])),
    borders: mesh(topology, provinces, (a, b) => a !== b),
  }
}

/** Pure: both files' contents in, drawable shapes out. */
export function decodeBoundaries(vietnam: VietnamTopology, neighbours: NeighboursTopology): Boundaries {
  const { provinces63, provinces34 } = vietnam.objects
  const islands = feature(vietnam, vietnam.objects.islands).features.flatMap(
    ({ geometry, properties }): Island[] => {
      if (geometry.type !== 'Point') return []
      const { kind, name_vi, code63, code34 } = properties
      return [{ at: lonLat(geometry.coordinates), kind, name: name_vi, code: { '63': code63, '34': code34 } }]
    },
  )
  return {
    eras: { '63': eraShapes(vietnam, provinces63), '34': eraShapes(vietnam, provinces34) },
    outline: mesh(vietnam, provinces34, (a, b) => a === b),
    islands,
    dots: islands.filter(({ kind }) => kind !== 'archipelago'),
    land: feature(neighbours, neighbours.objects.land),
    landLines: feature(neighbours, neighbours.objects.lines),
  }
}

let loading: Promise<Boundaries> | undefined

async function fetchTopology<T>(name: string): Promise<T> {
  const response = await fetch(`/geo/${name}.topo.json`)
  if (!response.ok) throw new Error(`Boundaries ${name}: HTTP ${response.status}`)
  return response.json()
}

/** Fetched once for the page; a failed attempt is forgotten, so that the next call tries again. */
export function loadBoundaries(): Promise<Boundaries> {
  loading ??= Promise.all([
    fetchTopology<VietnamTopology>('vietnam'),
    fetchTopology<NeighboursTopology>('neighbours'),
  ])
    .then(([vietnam, neighbours]) => decodeBoundaries(vietnam, neighbours))
    .catch((error: unknown) => {
      loading = undefined
      throw error
    })
  return loading
}
