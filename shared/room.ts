// What stands in the room and on the wall during a session: plain data and its rules, the same for server and pages.

/** one: a point alone; data: with its numbers; grid: everybody; tour: one after another by itself; pip: with the chair small. */
export const LAYOUTS = ['one', 'data', 'grid', 'tour', 'pip'] as const
export type LayoutKind = (typeof LAYOUTS)[number]
/** share: the screen or document that is being shared. */
export const WALL_LAYOUTS = [...LAYOUTS, 'share'] as const
export type WallLayoutKind = (typeof WALL_LAYOUTS)[number]

/** Pictures in one grid; more could not be told apart. */
export const GRID_MOST = 63
/** How long a tour stays with each point, in seconds. */
export const TOUR_SECONDS = { least: 5, most: 300, usual: 15 } as const

export type Layout<Kind extends WallLayoutKind = LayoutKind> = { kind: Kind; seconds: number }
export type ShareAsk = { point: string; at: number }
export type Share = {
  /** Who asked to share, the longest waiting first. */
  asks: ShareAsk[]
  /** Who may share now, and since when (ms since 1970); null when nobody. */
  point: string | null
  since: number | null
}
export type RoomState = {
  layout: Layout
  wall: Layout<WallLayoutKind>
  /** Whose turn it is in the tour of the room or of the wall, and until when; null while neither tours. */
  tour: { point: string; until: number } | null
  /** Whose numbers stand on both ends alike, and since when. */
  numbers: { point: string; since: number } | null
  share: Share
}

export const QUIET_ROOM: RoomState = {
  layout: { kind: 'data', seconds: TOUR_SECONDS.usual },
  wall: { kind: 'data', seconds: TOUR_SECONDS.usual },
  tour: null,
  numbers: null,
  share: { asks: [], point: null, since: null },
}

/** The one after `current` in this order, from the beginning after the last; null when there is nobody. */
export function nextInTour(order: readonly string[], current: string | null): string | null {
  if (!order.length) return null
  return order[(order.indexOf(current ?? '') + 1) % order.length] ?? null
}

export const tours = (room: Pick<RoomState, 'layout' | 'wall'>): boolean =>
  room.layout.kind === 'tour' || room.wall.kind === 'tour'

/** How long the tour stays with each: the shorter where the room and the wall both tour. */
export function tourSeconds({ layout, wall }: Pick<RoomState, 'layout' | 'wall'>): number {
  const own = [layout, wall].filter((l) => l.kind === 'tour').map((l) => l.seconds)
  return Math.min(...own, TOUR_SECONDS.most)
}

export type OnWall = {
  driver: 'peer' | 'livekit'
  chair: string
  spotlight: string | null
  room: RoomState
  /** Ids of those who are in, the chair first. */
  present: readonly string[]
}

/**
 * Whose pictures the wall shows, the large one first; nobody when the session is not on it. Between the browsers each
 * picture is sent once for every screen: there a wall gets one.
 */
export function wallPoints({ driver, chair, spotlight, room, present }: OnWall): string[] {
  const points = present.filter((id) => id !== chair)
  const most = driver === 'peer' ? 1 : GRID_MOST
  switch (room.wall.kind) {
    case 'one':
    case 'data':
      return spotlight ? [spotlight] : []
    case 'pip':
      return spotlight ? [spotlight, ...present.filter((id) => id === chair)].slice(0, most) : []
    case 'grid':
      return present.slice(0, most)
    case 'tour':
      return room.tour && points.includes(room.tour.point) ? [room.tour.point] : points.slice(0, 1)
    case 'share':
      return room.share.point && present.includes(room.share.point) ? [room.share.point] : []
  }
}

/** What a wall can show of a session that is carried so. */
export const wallCan = (driver: OnWall['driver'], kind: WallLayoutKind): boolean =>
  driver === 'livekit' || (kind !== 'grid' && kind !== 'pip')

/** The room without one who went: what they asked, shared or showed goes with them. The same object when nothing did. */
export function withoutPoint(room: RoomState, point: string): RoomState {
  const { asks } = room.share
  const shared = room.share.point === point
  const shown = room.numbers?.point === point
  if (!shared && !shown && !asks.some((a) => a.point === point)) return room
  return {
    ...room,
    // A wall that showed what is no longer shared goes back to a picture.
    wall: shared && room.wall.kind === 'share' ? { ...room.wall, kind: 'data' } : room.wall,
    numbers: shown ? null : room.numbers,
    share: {
      asks: asks.filter((a) => a.point !== point),
      point: shared ? null : room.share.point,
      since: shared ? null : room.share.since,
    },
  }
}

/** What a pointer rings: a number's row, or a time on its chart (ms since 1970). */
export type PointerMark = {
  unit: string
  indicator: string
  at: number | null
  /** The frame that whoever points has before them. */
  frame: FrameMark | null
}
/** One state of a view: the same three numbers are the same cells. */
export type FrameMark = { view: number; epoch: number; seq: number }
export const sameFrame = (a: FrameMark | null | undefined, b: FrameMark | null | undefined): boolean =>
  !!a && !!b && a.view === b.view && a.epoch === b.epoch && a.seq === b.seq

/** A message's longest text, in characters. */
export const MESSAGE_LIMIT = 1_000
export type MessageTo = { kind: 'all' } | { kind: 'operators' } | { kind: 'point'; point: string }
export type RoomMessage = {
  id: number
  at: number
  /** Null: whoever directs. */
  from: string | null
  name: { vi: string; en: string }
  to: MessageTo
  text: string
}

/** Who sees a message: whoever directs all of them, a point what it wrote and what is meant for it. */
export const seesMessage = (message: RoomMessage, point: string | null): boolean =>
  point === null ||
  message.from === point ||
  message.to.kind === 'all' ||
  (message.to.kind === 'point' && message.to.point === point)

/** How far a number may be seen, from everybody to nobody outside. */
export const CLASSIFICATIONS = ['public', 'internal', 'restricted', 'secret'] as const
export type Classification = (typeof CLASSIFICATIONS)[number]
export const isAbove = (own: Classification, level: Classification): boolean =>
  CLASSIFICATIONS.indexOf(own) > CLASSIFICATIONS.indexOf(level)
