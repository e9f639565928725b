// Live arcs: planar curves over the map, not great circles; they say who is linked, not a route.
export interface LiveArc {
  from: [number, number]
  to: [number, number]
  code: string
  name: string
}

const RAD = Math.PI / 180
const toY = (lat: number): number => Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2)) / RAD
const toLat = (y: number): number => (2 * Math.atan(Math.exp(y * RAD)) - Math.PI / 2) / RAD

/** How far the curve bows, as a share of the chord. */
const BOW = 0.17

/**
 * A quadratic curve in the map's own projection, `steps` + 1 points [lon, lat]. It bows to the right of its
 * travel: westward, over land, on the way south.
 */
export function arcPath(from: [number, number], to: [number, number], steps = 48): [number, number][] {
  const a = [from[0], toY(from[1])] as const
  const b = [to[0], toY(to[1])] as const
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  // Twice the bow: a quadratic curve passes half-way to its control point.
  const c = [(a[0] + b[0]) / 2 + 2 * BOW * dy, (a[1] + b[1]) / 2 - 2 * BOW * dx] as const
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps
    const [u, v, w] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
    return [u * a[0] + v * c[0] + w * b[0], toLat(u * a[1] + v * c[1] + w * b[1])]
  })
}

/** A closed circle of `radius` degrees of longitude around a point, round on the map. */
export function ringPath(at: [number, number], radius: number, steps = 96): [number, number][] {
  const y = toY(at[1])
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / steps
    return [at[0] + radius * Math.cos(angle), toLat(y + radius * Math.sin(angle))]
  })
}

/** The point of that circle due north (+1) or due south (-1), where a label hangs. */
export const ringPole = (at: [number, number], radius: number, side: 1 | -1): [number, number] => [
  at[0],
  toLat(toY(at[1]) + side * radius),
]
