// The bar of the last 24 hours as rectangles: height alone tells the states apart.
import type { BeatCell } from '../../../shared/live.ts'

export type BeatMark = 'none' | 'base' | 'normal' | 'single' | 'late' | 'lost' | 'maintenance'
export type BeatBar = { x: number; height: number; mark: BeatMark; refused: boolean }

/** Pixels from one cell to the next, and of a cell. */
export const BEAT_STEP = 2
export const BEAT_WIDTH = 1
export const BEAT_HEIGHT = 14

const HEIGHTS: Record<BeatMark, number> = {
  none: 1,
  base: 1,
  normal: 5,
  single: 8,
  late: 8,
  lost: 13,
  maintenance: 8,
}

function markOf(cell: BeatCell, sparse: boolean): BeatMark {
  if (cell.state === 'lost') return 'lost'
  if (cell.state === 'late') return 'late'
  if (cell.state === 'maintenance') return 'maintenance'
  if (cell.messages > 0) return sparse ? 'single' : 'normal'
  if (cell.state === 'never' || cell.state === null) return 'none'
  return 'base'
}

/** A feed that sends in fewer than a sixth of its cells is sparse: each arrival stands alone. */
export function beatBars(beat: readonly BeatCell[]): BeatBar[] {
  const arrivals = beat.filter((c) => c.messages > 0).length
  const sparse = arrivals * 6 < beat.length
  return beat.map((cell, i) => {
    const mark = markOf(cell, sparse)
    return { x: i * BEAT_STEP, height: HEIGHTS[mark], mark, refused: cell.refused > 0 }
  })
}

/** What the bar says in numbers, for those who do not see it. */
export function beatSummary(beat: readonly BeatCell[]) {
  const sum = { messages: 0, refused: 0, lateCells: 0, lostCells: 0 }
  for (const cell of beat) {
    sum.messages += cell.messages
    sum.refused += cell.refused
    if (cell.state === 'late') sum.lateCells++
    if (cell.state === 'lost') sum.lostCells++
  }
  return sum
}
