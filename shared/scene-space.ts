// Where the parts of a scene stand and how large their letters come out, in design units: the wall's height / 1080.
import { placeOn, type Scene, type ScenePage, type ScenePart, WIDE } from './scene.ts'

export const MARGIN = { side: 48, top: 30, bottom: 18 } as const
/** Between parts: wider on a wide wall, where each side of a gap is read from further away. */
const gutterOn = (aspect: number) => ({ x: aspect >= WIDE ? 56 : 24, y: 14 })
export type Box = { x: number; y: number; w: number; h: number }

/** Whole compositions bring their own margins. */
const bleeds = (p: ScenePart) => p.kind === 'sections'

/** One cell with its gutter. */
export const cellOf = (grid: Scene['grid'], aspect: number): { w: number; h: number } => ({
  w: (1080 * aspect - 2 * MARGIN.side + gutterOn(aspect).x) / grid.columns,
  h: (1080 - MARGIN.top - MARGIN.bottom + gutterOn(aspect).y) / grid.rows,
})

/** A part's box on a wall of this shape; `aspect` is width / height. */
export function boxOf(p: ScenePart, grid: Scene['grid'], aspect: number): Box {
  const width = 1080 * aspect
  const at = placeOn(p, aspect)
  if (bleeds(p) && at.w === grid.columns && at.h === grid.rows) return { x: 0, y: 0, w: width, h: 1080 }
  const cell = cellOf(grid, aspect)
  const gutter = gutterOn(aspect)
  return {
    x: MARGIN.side + at.x * cell.w,
    y: MARGIN.top + at.y * cell.h,
    w: at.w * cell.w - gutter.x,
    h: at.h * cell.h - gutter.y,
  }
}

const limit = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Tiles in rows and columns, as near to 2.3 : 1 as the box lets them be. */
export function tilesIn(count: number, box: Pick<Box, 'w' | 'h'>): { columns: number; rows: number } {
  let best = { columns: 1, rows: count }
  let off = Number.POSITIVE_INFINITY
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const shape = box.w / columns / (box.h / rows)
    const is = Math.abs(Math.log(shape / 2.3)) + (columns * rows - count) * 0.15
    if (is < off) {
      off = is
      best = { columns, rows }
    }
  }
  return best
}

/** How a part's own design is scaled to its box; 1 = the sizes of the wall's type scale. */
export function scaleOf(p: ScenePart, box: Pick<Box, 'w' | 'h'>): number {
  switch (p.kind) {
    case 'sections':
      return box.h / 1080
    case 'hero':
      return limit(Math.min(box.w / 640, box.h / 640), 0.3, 1.5)
    case 'rows':
      return limit(Math.min(box.w / 588, (box.h - titleHeight(p)) / (157 * p.cells.length)), 0.3, 1.5)
    case 'tiles': {
      const title = p.title ? 52 : 0
      const { columns, rows } = tilesIn(p.cells.length, { w: box.w, h: box.h - title })
      return limit(Math.min(box.w / columns / 345, box.h / (rows * 280 + title)), 0.3, 1.6)
    }
    case 'map':
    case 'warned':
      return limit(Math.min(box.w / 520, box.h / 700), 0.3, 1.3)
    case 'chart':
      return limit(Math.min(box.w / 560, box.h / 360), 0.3, 1.3)
    case 'ranking':
      return limit(
        Math.min(
          box.h / (rankRows(p.count, box) * 46 + 90),
          box.w / (rankRows(p.count, box) < p.count ? 2 : 1) / 560,
        ),
        0.3,
        1.25,
      )
    case 'table':
      return limit(
        Math.min((box.h - 92) / (p.units.length * 38), box.w / (260 + p.indicators.length * 190)),
        0.3,
        1.4,
      )
    case 'alerts':
      return limit(Math.min(box.w / 560, (box.h - 48) / (p.count * 124)), 0.3, 1.4)
    case 'directives':
      return limit(Math.min(box.w / 560, (box.h - 48) / (p.count * 128)), 0.3, 1.4)
    case 'alarms':
      return limit(Math.min(box.w / 640, (box.h - 100) / (p.count * 166)), 0.3, 1.5)
    case 'roll':
      return limit(box.w / 620, 0.4, 1.3)
    case 'spotlight':
      return limit(box.w / 1000, 0.4, 1.3)
    case 'text':
      return p.look === 'title' ? limit(box.h / 60, 0.4, 2) : limit(box.h / 90, 0.4, 1.2)
    case 'connections':
      return p.look === 'beat'
        ? limit(Math.min(box.w / 1824, box.h / 72), 0.5, 1.4)
        : limit(box.h / 94, 0.4, 1)
    case 'heading':
    case 'coverage':
    case 'clock':
      return limit(box.h / 94, 0.4, 1)
    case 'event':
      return limit(box.h / 42, 0.4, 1)
  }
}

const titleHeight = (p: ScenePart) => (p.title ? 48 : 0)
/** A ranking wider than it is tall stands in two columns. */
export const rankRows = (count: number, box: Pick<Box, 'w' | 'h'>) =>
  box.w > 900 && count > 8 ? Math.ceil(count / 2) : count

/** The smallest size that carries a part's meaning, and its value's; fonts in units at scale 1. */
const SIZES: Record<ScenePart['kind'], { name: number; value: number | null }> = {
  sections: { name: 30, value: 54 },
  heading: { name: 34, value: null },
  coverage: { name: 24, value: 50 },
  connections: { name: 24, value: 50 },
  clock: { name: 24, value: 56 },
  map: { name: 34, value: null },
  hero: { name: 54, value: 92 },
  rows: { name: 30, value: 54 },
  tiles: { name: 30, value: 64 },
  chart: { name: 34, value: 40 },
  table: { name: 24, value: 26 },
  ranking: { name: 28, value: 32 },
  alarms: { name: 34, value: 48 },
  alerts: { name: 34, value: null },
  warned: { name: 34, value: null },
  directives: { name: 34, value: null },
  spotlight: { name: 34, value: null },
  roll: { name: 30, value: null },
  text: { name: 34, value: null },
  event: { name: 26, value: null },
}
export type Letters = { name: number; value: number | null }
/** Font sizes on the wall, in units. A figure's letter is 0.74 of its font size. */
export function lettersOf(p: ScenePart, box: Pick<Box, 'w' | 'h'>): Letters {
  const scale = scaleOf(p, box)
  const { name, value } = SIZES[p.kind]
  return { name: name * scale, value: value === null ? null : value * scale }
}

/** Numbers that a page asks to be read from afar: the hero, and what stands beside it at a like size. */
export const keyNumbers = (page: ScenePage): number =>
  page.parts.reduce((sum, p) => {
    if (p.kind === 'hero' || p.kind === 'chart') return sum + 1
    if (p.kind === 'tiles' || p.kind === 'rows') return sum + p.cells.length
    return sum + (p.kind === 'sections' ? 6 : 0)
  }, 0)
