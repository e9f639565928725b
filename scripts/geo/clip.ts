import type { Position } from 'geojson'

/** west, south, east, north, degrees. */
export type Box = readonly [number, number, number, number]

const inside = (p: Position, box: Box, side: number): boolean => {
  const [x = 0, y = 0] = p
  return side === 0 ? x >= box[0] : side === 1 ? y >= box[1] : side === 2 ? x <= box[2] : y <= box[3]
}

function crossing(a: Position, b: Position, box: Box, side: number): Position {
  const [ax = 0, ay = 0] = a
  const [bx = 0, by = 0] = b
  const edge = box[side] ?? 0
  return side % 2 === 0
    ? [edge, ay + ((by - ay) * (edge - ax)) / (bx - ax)]
    : [ax + ((bx - ax) * (edge - ay)) / (by - ay), edge]
}

/** Sutherland-Hodgman: the part of a closed ring inside the box, closed again; empty when none is. */
export function clipRing(ring: Position[], box: Box): Position[] {
  let points = ring.slice(0, -1)
  for (let side = 0; side < 4; side++) {
    const next: Position[] = []
    points.forEach((b, i) => {
      const a = points.at(i - 1) ?? b
      if (inside(a, box, side) !== inside(b, box, side)) next.push(crossing(a, b, box, side))
      if (inside(b, box, side)) next.push(b)
    })
    points = next
  }
  const first = points[0]
  return first && points.length >= 3 ? [...points, first] : []
}

/** The runs of a line that lie inside the box. A run ends at the last point inside: enough for a hairline. */
export function clipLine(line: Position[], box: Box): Position[][] {
  const runs: Position[][] = []
  let run: Position[] = []
  for (const p of line) {
    if ([0, 1, 2, 3].every((side) => inside(p, box, side))) run.push(p)
    else {
      if (run.length > 1) runs.push(run)
      run = []
    }
  }
  if (run.length > 1) runs.push(run)
  return runs
}
