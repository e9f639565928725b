// Whether a drawn area touches a province, on the sphere laid flat: good to a kilometre or so, and the boundaries are no finer.

/** [lon, lat] */
export type Point = readonly [number, number]
export type Ring = readonly Point[]
/** Outer ring and holes. */
export type Polygon = readonly Ring[]

const KM_PER_DEGREE = 111.195
const CIRCLE_CORNERS = 32

/** By the even-odd rule: a ray to the east crosses the rings an odd number of times. */
export function inside([x, y]: Point, polygon: Polygon): boolean {
  let odd = false
  for (const ring of polygon)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!
      const [bx, by] = ring[j]!
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd
    }
  return odd
}

const side = ([ax, ay]: Point, [bx, by]: Point, [x, y]: Point) => (bx - ax) * (y - ay) - (by - ay) * (x - ax)
const crosses = (a: Point, b: Point, c: Point, d: Point) =>
  side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0

type Box = readonly [number, number, number, number]
export function boxOf(ring: Ring): Box {
  let [w, s, e, n] = [180, 90, -180, -90]
  for (const [x, y] of ring) {
    w = Math.min(w, x)
    s = Math.min(s, y)
    e = Math.max(e, x)
    n = Math.max(n, y)
  }
  return [w, s, e, n]
}
const apart = (a: Box, b: Box) => a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1]

/** Whether a ring and a polygon have a point in common. */
export function touches(ring: Ring, polygon: Polygon): boolean {
  const [outer] = polygon
  if (!outer || !ring[0] || !outer[0] || apart(boxOf(ring), boxOf(outer))) return false
  if (inside(ring[0], polygon) || inside(outer[0], [ring])) return true
  const box = boxOf(ring)
  for (const r of polygon)
    for (let i = 1; i < r.length; i++) {
      const [a, b] = [r[i - 1]!, r[i]!]
      if (apart(boxOf([a, b]), box)) continue
      for (let j = 1; j < ring.length; j++) if (crosses(a, b, ring[j - 1]!, ring[j]!)) return true
    }
  return false
}

/** A circle as a ring of so many corners that it is off by less than a hundredth of its radius. */
export function ringOf({ lat, lon, km }: { lat: number; lon: number; km: number }): Ring {
  // A point is drawn a little larger, so that it lies in something.
  const degrees = Math.max(km, 0.05) / KM_PER_DEGREE
  const stretch = Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  const corners = Array.from({ length: CIRCLE_CORNERS }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / CIRCLE_CORNERS
    return [lon + (degrees * Math.cos(angle)) / stretch, lat + degrees * Math.sin(angle)]
  })
  return [...corners, corners[0]!]
}
