// ECharts' compressed GeoJSON: zig-zag deltas of 1/1024 degree, one UTF-16 unit a number.
import type { MultiPolygon, Polygon, Position } from 'geojson'

export interface EncodedFeature {
  properties: { name: string }
  geometry:
    | { type: 'Polygon'; coordinates: string[]; encodeOffsets: number[][] }
    | { type: 'MultiPolygon'; coordinates: string[][]; encodeOffsets: number[][][] }
}

const BIAS = 64
const STEPS_PER_DEGREE = 1024

const unzigzag = (n: number): number => (n >> 1) ^ -(n & 1)

/** One ring as [lon, lat] in degrees. `offset` is the encoder's starting point, in steps. */
export function decodeRing(text: string, offset: readonly number[]): Position[] {
  let [x = 0, y = 0] = offset
  const ring: Position[] = []
  for (let i = 0; i + 1 < text.length; i += 2) {
    x += unzigzag(text.charCodeAt(i) - BIAS)
    y += unzigzag(text.charCodeAt(i + 1) - BIAS)
    ring.push([x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE])
  }
  return ring
}

/** @throws RangeError when a ring has no starting point: the file is not in this encoding. */
export function decodeGeometry(geometry: EncodedFeature['geometry']): Polygon | MultiPolygon {
  const rings = (texts: string[], offsets: number[][]): Position[][] =>
    texts.map((text, i) => {
      const offset = offsets[i]
      if (!offset) throw new RangeError('A ring without encodeOffsets: not ECharts UTF-8 encoding')
      return decodeRing(text, offset)
    })
  if (geometry.type === 'Polygon') {
    return { type: 'Polygon', coordinates: rings(geometry.coordinates, geometry.encodeOffsets) }
  }
  return {
    type: 'MultiPolygon',
    coordinates: geometry.coordinates.map((texts, i) => rings(texts, geometry.encodeOffsets[i] ?? [])),
  }
}
