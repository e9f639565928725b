import type { MultiPolygon, Polygon, Position } from 'geojson'

const area = (ring: Position[]): number => {
  let sum = 0
  for (let i = 0; i < ring.length - 1; i++) {
    const [ax = 0, ay = 0] = ring[i] ?? []
    const [bx = 0, by = 0] = ring[i + 1] ?? []
    sum += ax * by - bx * ay
  }
  return Math.abs(sum / 2)
}

/** Distance to the nearest edge, in degrees; negative outside the ring. */
function depth(x: number, y: number, ring: Position[]): number {
  let inside = false
  let nearest = Number.POSITIVE_INFINITY
  for (let i = 0; i < ring.length - 1; i++) {
    const [ax = 0, ay = 0] = ring[i] ?? []
    const [bx = 0, by = 0] = ring[i + 1] ?? []
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const t =
      length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    nearest = Math.min(nearest, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)))
  }
  return inside ? nearest : -nearest
}

/** The point deepest inside the largest part, [lon, lat] to 0.001 degree: where a mark for the unit stands. */
export function centreOf(geometry: Polygon | MultiPolygon): [number, number] {
  const outers = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
    .map((rings) => rings[0] ?? [])
    .sort((a, b) => area(b) - area(a))
  const ring = outers[0] ?? []
  const xs = ring.map((p) => p[0] ?? 0)
  const ys = ring.map((p) => p[1] ?? 0)
  let box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const
  let best: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  let deepest = Number.NEGATIVE_INFINITY
  for (let pass = 0; pass < 4; pass++) {
    const stepX = (box[2] - box[0]) / 24
    const stepY = (box[3] - box[1]) / 24
    for (let i = 0; i <= 24; i++) {
      for (let j = 0; j <= 24; j++) {
        const at: [number, number] = [box[0] + i * stepX, box[1] + j * stepY]
        const d = depth(at[0], at[1], ring)
        if (d > deepest) {
          deepest = d
          best = at
        }
      }
    }
    box = [best[0] - stepX, best[1] - stepY, best[0] + stepX, best[1] + stepY]
  }
  return [Math.round(best[0] * 1000) / 1000, Math.round(best[1] * 1000) / 1000]
}
