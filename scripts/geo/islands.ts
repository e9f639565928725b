// Islands that the province polygons leave out, as points.
import type { Feature, Point, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { Box } from './clip.ts'
import type { WorldAtlas } from './neighbours.ts'

export interface IslandProperties {
  kind: 'archipelago' | 'island' | 'islet'
  name_vi: string
  /** The unit it belongs to, by the codes of either time. */
  code63: string
  code34: string
}
export type Island = Feature<Point, IslandProperties>

const round = (n: number) => Math.round(n * 1e4) / 1e4
const island = (at: Position, properties: IslandProperties): Island => ({
  type: 'Feature',
  properties: { ...properties, name_vi: properties.name_vi.normalize('NFC') },
  geometry: { type: 'Point', coordinates: at.map(round) },
})

/** The anchors of the two archipelagos and of three islands, as official maps place them. */
const NAMED: Island[] = [
  island([112.1, 16.45], { kind: 'archipelago', name_vi: 'Quần đảo Hoàng Sa', code63: '48', code34: '48' }),
  island([114.2, 9.6], { kind: 'archipelago', name_vi: 'Quần đảo Trường Sa', code63: '56', code34: '56' }),
  island([107.7275, 20.1333], { kind: 'island', name_vi: 'Bạch Long Vĩ', code63: '31', code34: '31' }),
  island([107.34, 17.16], { kind: 'island', name_vi: 'Cồn Cỏ', code63: '45', code34: '44' }),
  island([103.4833, 9.3], { kind: 'island', name_vi: 'Thổ Chu', code63: '91', code34: '91' }),
]

/** Boxes around each archipelago, clear of the coasts of other lands. */
const WATERS: { box: Box; name_vi: string; code: string }[] = [
  { box: [111, 15.5, 113, 17.25], name_vi: 'Quần đảo Hoàng Sa', code: '48' },
  { box: [111.3, 8.3, 116.2, 12], name_vi: 'Quần đảo Trường Sa', code: '56' },
]

/**
 * Named islands plus the islets that world-atlas 10m knows in the two archipelagos. Only positions are
 * taken from that file: it names other owners, so nothing else of it may reach the map.
 */
export function buildIslands(world10m: WorldAtlas): Island[] {
  const islets: Island[] = []
  for (const country of feature(world10m, world10m.objects.countries).features) {
    const { geometry } = country
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') continue
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    for (const [ring = []] of parts) {
      const points = ring.slice(1)
      const lon = points.reduce((sum, p) => sum + (p[0] ?? 0), 0) / points.length
      const lat = points.reduce((sum, p) => sum + (p[1] ?? 0), 0) / points.length
      const home = WATERS.find(({ box }) => lon > box[0] && lon < box[2] && lat > box[1] && lat < box[3])
      if (!home) continue
      const { name_vi, code } = home
      islets.push(island([lon, lat], { kind: 'islet', name_vi, code63: code, code34: code }))
    }
  }
  return [...NAMED, ...islets]
}
