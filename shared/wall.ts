// Screens and walls: what a wall is made of, which part of its picture a screen shows, and what a screen can be told.
import type { ShiftPlan } from './shift.ts'

export type Size = { width: number; height: number }
/** The dark edge of each screen, between its own picture and the next screen's edge. */
export type Bezel = { left: number; right: number; top: number; bottom: number; unit: 'px' | 'mm' }

/** A wall: equal screens side by side, row 0 at the top, column 0 at the left as one looks at it. */
export type WallGeometry = {
  rows: number
  columns: number
  /** The picture of one screen in the wall's pixels; a screen of another resolution scales its part. */
  resolution: Size
  /** The lit surface of one screen in millimetres: turns millimetres into pixels, and letter heights into distances. */
  panel: Size
  bezel: Bezel
  /** Which screen stands in which cell; a cell that is not named is empty. */
  cells: { row: number; column: number; screen: number }[]
}

/** Where a screen's picture lies in the wall's picture, in wall pixels; the bezels hide what lies between. */
export type WallPart = {
  x: number
  y: number
  width: number
  height: number
  totalWidth: number
  totalHeight: number
}

/** The bezel in wall pixels. */
export function bezelPixels({ bezel, panel, resolution }: WallGeometry): Omit<Bezel, 'unit'> {
  const across = bezel.unit === 'mm' ? resolution.width / panel.width : 1
  const down = bezel.unit === 'mm' ? resolution.height / panel.height : 1
  return {
    left: bezel.left * across,
    right: bezel.right * across,
    top: bezel.top * down,
    bottom: bezel.bottom * down,
  }
}

/**
 * The part of the wall's picture that the screen of a cell shows. The picture runs on behind the bezels, so that a line
 * across the wall stays straight; the outermost bezels are not part of it.
 */
export function partOf(geometry: WallGeometry, row: number, column: number): WallPart {
  const { rows, columns, resolution } = geometry
  const edge = bezelPixels(geometry)
  const across = edge.left + edge.right
  const down = edge.top + edge.bottom
  return {
    x: Math.round(column * (resolution.width + across)),
    y: Math.round(row * (resolution.height + down)),
    width: resolution.width,
    height: resolution.height,
    totalWidth: Math.round(columns * resolution.width + (columns - 1) * across),
    totalHeight: Math.round(rows * resolution.height + (rows - 1) * down),
  }
}

/** How tall the whole wall is, metres: its panels and the edges between them. */
export function heightOf(geometry: WallGeometry): number {
  const { rows, panel, resolution } = geometry
  const edge = bezelPixels(geometry)
  const between = ((edge.top + edge.bottom) * panel.height) / resolution.height
  return (rows * panel.height + (rows - 1) * between) / 1000
}

/** Where the edges between two screens hide the wall's picture, in wall pixels; of no width where there are none. */
export function seamsOf(geometry: WallGeometry): (Size & { x: number; y: number })[] {
  const { rows, columns } = geometry
  const { totalWidth, totalHeight } = partOf(geometry, 0, 0)
  const between = (count: number, at: (n: number) => number, size: number) =>
    Array.from({ length: count - 1 }, (_, n) => ({ from: at(n) + size, size: at(n + 1) - at(n) - size }))
  const { width, height } = geometry.resolution
  const upright = between(columns, (n) => partOf(geometry, 0, n).x, width)
  const level = between(rows, (n) => partOf(geometry, n, 0).y, height)
  return [
    ...upright.map((s) => ({ x: s.from, y: 0, width: s.size, height: totalHeight })),
    ...level.map((s) => ({ x: 0, y: s.from, width: totalWidth, height: s.size })),
  ]
}

/** Why a geometry is none: the field that is wrong and a stable word; null = it is sound. */
export function faultOf(geometry: WallGeometry): { field: string; reason: string } | null {
  const { rows, columns, cells } = geometry
  const places = new Set<string>()
  const screens = new Set<number>()
  for (const { row, column, screen } of cells) {
    if (row >= rows || column >= columns) return { field: 'cells', reason: 'OUTSIDE_THE_WALL' }
    if (places.has(`${row}.${column}`)) return { field: 'cells', reason: 'CELL_TAKEN_TWICE' }
    if (screens.has(screen)) return { field: 'cells', reason: 'SCREEN_TWICE' }
    places.add(`${row}.${column}`)
    screens.add(screen)
  }
  const edge = bezelPixels(geometry)
  if (edge.left + edge.right > geometry.resolution.width / 2)
    return { field: 'bezel', reason: 'BEZEL_TOO_WIDE' }
  if (edge.top + edge.bottom > geometry.resolution.height / 2)
    return { field: 'bezel', reason: 'BEZEL_TOO_WIDE' }
  return null
}

export type WallView = {
  id: number
  name: string
  geometry: WallGeometry
  /** Raised with each change: a change to an older one is refused. */
  version: number
  updatedAt: number
}

/** Where a screen stands, with all it needs to show its part of a scene that spans the wall. */
export type WallPlace = {
  wall: number
  name: string
  row: number
  column: number
  geometry: WallGeometry
  part: WallPart
}

/** A notice laid over whatever a screen shows. `until` is the server's time, ms; null = until it is taken away. */
export type ScreenNotice = {
  text: string
  tone: 'info' | 'warning' | 'critical'
  until: number | null
  at: number
}
/** What lies over the picture of a screen; kept by the server, so that it outlives the page. */
export type ScreenOverlay = {
  notice: ScreenNotice | null
  /** Brightness of the picture from 0.2 to 1; null = by the hour. */
  night: number | null
  blank: boolean
}
export const CLEAR_OVERLAY: ScreenOverlay = { notice: null, night: null, blank: false }
export const DARKEST = 0.2

/** What a screen is told about itself when it connects and whenever that changes. */
export type ScreenSelf = {
  id: number
  name: string
  group: string | null
  place: WallPlace | null
  overlay: ScreenOverlay
  /** The server's time as it says this, ms. */
  now: number
  /** When the shifts of the room end: a screen loads itself again before each end. */
  shiftPlans: readonly ShiftPlan[]
}

/** What a screen can be told to do, once. What it shows (`scene`) is carried here and understood by the scenes. */
export type ScreenCommand =
  | { do: 'notice'; text: string; tone: ScreenNotice['tone']; minutes: number | null }
  | { do: 'clear-notice' }
  | { do: 'night'; level: number | null }
  | { do: 'blank'; on: boolean }
  | { do: 'reload' }
  | { do: 'screenshot' }
  | { do: 'identify'; seconds: number }
  | { do: 'test-picture'; on: boolean }
  | { do: 'scene'; act: string; scene?: string; detail?: Record<string, string | number | boolean | null> }
export type ScreenCommandKind = ScreenCommand['do']

/** A command on its way. It takes effect at `at` by the server's clock, on every screen it goes to at the same instant. */
export type ScreenOrder = { id: number; at: number; command: ScreenCommand }
/** The screen's word on an order. `at` is when it took effect, by the server's clock as the screen knows it. */
export type ScreenDone = { id: number; ok: boolean; at: number; detail?: string }

/** How an order ended: answered, refused by the screen, not answered in time, or the screen was not there. */
export const COMMAND_ENDS = ['done', 'failed', 'silent', 'away'] as const
export type CommandEnd = (typeof COMMAND_ENDS)[number]
export type CommandAnswer = {
  /** The order's number in the record. */
  id: number
  screen: number
  end: CommandEnd
  /** From the order's instant to its effect, ms; null when nothing was answered. */
  took: number | null
  at: number | null
  detail: string | null
}
/** A screen answers within this of the order's instant, ms. */
export const ANSWER_MS = 2_000
/** How far ahead several screens are told of an instant at which all of them change, ms. */
export const LEAD_MS = 500
/** Screens of a wall turn within this of each other, ms. */
export const TOGETHER_MS = 50

/** How a screen does, every few seconds; null where its browser does not tell. */
export type ScreenHealth = {
  framesPerSecond: number
  heapMb: number | null
  heapLimitMb: number | null
  /** The screen's own clock less the server's, ms: shown, never used. */
  skewMs: number
  /** The build of the page. */
  version: string
  /** Chromium 140, Firefox 142 … */
  engine: string
  width: number
  height: number
  /** How often a drawing context was lost since the page started. */
  contextsLost: number
  /** Since the page started, seconds. */
  upSeconds: number
  /** The page is kept on the device and comes back without the server. */
  kept: boolean
  /** The page on the machine that opened this one, by the name that it gave itself. */
  loader?: string
  /** Longest the page stood still since the last word, ms. */
  stalledMs: number
  /** What of the page cannot be drawn, with the error's words; null while all of it stands. A page older than its server does not say. */
  failed?: string | null
}

/** Screens turning at one instant: when each did, and how far the last came after the first. */
export type TurnSpread = {
  at: number
  what: string
  turned: { screen: number; at: number }[]
  spreadMs: number | null
}

/** The largest distance between the instants, ms; null for fewer than two. */
export function spreadOf(instants: readonly number[]): number | null {
  return instants.length < 2 ? null : Math.max(...instants) - Math.min(...instants)
}

/** A screen as the desk sees it. Times are ms since 1970 by the server's clock. */
export type ScreenState = {
  id: number
  name: string
  group: string | null
  connected: boolean
  since: number
  lastSeenAt: number
  scene: string
  lagMs: number | null
  health: ScreenHealth | null
  healthAt: number | null
  place: { wall: number; row: number; column: number } | null
  overlay: ScreenOverlay
  /** When its newest small picture was taken; null without one. */
  thumbnailAt: number | null
  /** Somebody came with a copy of its token. */
  copied: { at: number; address: string; why: ScreenCopied } | null
  /** The last report of what it shows did not agree with what it was sent. */
  differs: boolean
}
/** How a copy was known: the token had been replaced, it came from another machine, or two were there at once. */
export type ScreenCopied = 'old-token' | 'other-machine' | 'two-at-once'
