import type { BridgeView } from '../../../shared/live.ts'
import { GRID_MOST } from '../../../shared/room.ts'

export type StageShown = {
  /** Large; null in a grid. */
  main: string | null
  /** Everybody alike; empty in the other layouts. */
  grid: string[]
  /** Small in a corner. */
  corner: string | null
  /** Small below the picture. */
  strip: string[]
}

/** What stands where on a page whose own choice is `focus`, by the layout that the session has. Pure. */
export function stageOf(
  session: BridgeView,
  focus: string | null,
  inside: boolean,
  sharing = false,
): StageShown {
  const { layout, tour } = session.room
  const there = session.points.filter((p) => p.state !== 'invited' && p.state !== 'left')
  const main = layout.kind === 'tour' && tour ? tour.point : focus
  const others = there.map((p) => p.id).filter((id) => id !== main)
  const chair = there.some((p) => p.id === session.chair) ? session.chair : null
  const none: StageShown = { main, grid: [], corner: null, strip: [] }
  if (!inside) return none
  // A shared screen takes the large place; faces stand below it.
  if (sharing) return { ...none, strip: there.map((p) => p.id) }
  switch (layout.kind) {
    case 'one':
      return none
    case 'pip':
      return { ...none, corner: chair }
    case 'grid':
      return { ...none, main: null, grid: there.map((p) => p.id).slice(0, GRID_MOST) }
    case 'tour':
    case 'data':
      return { ...none, strip: others }
  }
}

/** Columns of a grid of 16:9 pictures in a 16:9 field: as square as can be. */
export const gridColumns = (pictures: number): number => Math.max(1, Math.ceil(Math.sqrt(pictures)))
