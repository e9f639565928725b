import { heightOf, partOf, type Size, seamsOf, type WallView } from '../../../shared/wall.ts'

export const FIXED = { one: 16 / 9, two: 32 / 9, three: 16 / 3 } as const
export type Fixed = keyof typeof FIXED
export const FIXED_SHAPES = Object.keys(FIXED) as Fixed[]
/** A wall that stands, by its number, or one of the fixed shapes. */
export type Shape = Fixed | `wall-${number}`
export const shapeOf = (wall: Pick<WallView, 'id'>): Shape => `wall-${wall.id}`

/** An edge between two screens, in per cent of the picture. */
export type Seam = Size & { x: number; y: number }
export type Seen = {
  shape: Shape
  /** Width / height of the whole picture. */
  aspect: number
  seams: readonly Seam[]
  /** Null where no wall of that shape stands. */
  heightMetres: number | null
}

function ofWall(wall: WallView): Seen {
  const { totalWidth, totalHeight } = partOf(wall.geometry, 0, 0)
  return {
    shape: shapeOf(wall),
    aspect: totalWidth / totalHeight,
    seams: seamsOf(wall.geometry).map((s) => ({
      x: (s.x / totalWidth) * 100,
      y: (s.y / totalHeight) * 100,
      width: (s.width / totalWidth) * 100,
      height: (s.height / totalHeight) * 100,
    })),
    // To the centimetre, as a person would type it.
    heightMetres: Math.round(heightOf(wall.geometry) * 100) / 100,
  }
}

/** What was chosen, as long as it is there; else the first wall that stands, else one screen. */
export function seenAs(chosen: string | null, walls: readonly WallView[]): Seen {
  const fixed = FIXED_SHAPES.find((s) => s === chosen)
  const wall = walls.find((w) => shapeOf(w) === chosen) ?? (fixed ? undefined : walls[0])
  if (wall) return ofWall(wall)
  const shape = fixed ?? 'one'
  return { shape, aspect: FIXED[shape], seams: [], heightMetres: null }
}

/** What a person looked at last: the shape, and how far off the last seat is (m). Walls do not know their seats. */
export type Look = { shape: string | null; distanceMetres: number | null }
export const LEAST_METRES = 0.2
export const MOST_METRES = 60

export function lookOf(text: string | null): Look {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    if (typeof kept !== 'object' || kept === null) return { shape: null, distanceMetres: null }
    const shape = 'shape' in kept && typeof kept.shape === 'string' ? kept.shape : null
    const far = 'distanceMetres' in kept ? kept.distanceMetres : null
    const sound = typeof far === 'number' && far >= LEAST_METRES && far <= MOST_METRES
    return { shape, distanceMetres: sound ? far : null }
  } catch {
    return { shape: null, distanceMetres: null }
  }
}
