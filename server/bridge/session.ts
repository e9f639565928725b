import type { BridgeDriver, BridgePointView, BridgeView, PointQuality } from '../../shared/live.ts'
import { type FrameMark, QUIET_ROOM, type RoomState, wallPoints } from '../../shared/room.ts'
import type { Language, PointState } from '../../shared/vocabulary.ts'

/** One invited point. Times are ms since 1970. */
export type Point = {
  id: string
  unitId: number
  unit: string
  unitFrom: string
  name: Record<Language, string>
  role: 'chair' | 'point'
  state: PointState
  since: number
  invitedAt: number
  joinedAt: number | null
  leftAt: number | null
  revokedAt: number | null
  muted: boolean
  /** When it asked for the floor; null while it does not. */
  hand: number | null
  microphone: boolean
  camera: boolean
  drawn: boolean
  /** When it was let in from the lobby; null while it was not. */
  admittedAt: number | null
  /** It asked to come in. Not stored: a browser that waits asks again. */
  knocks: boolean
  quality: PointQuality | null
  /** Of the shared numbers that it shows. Not stored. */
  frame: FrameMark | null
  /** SHA-256 of the invitation's token, hex; null for the chair. */
  tokenHash: string | null
  /** SHA-256 of the first device's secret, hex. */
  device: string | null
}

export type Session = {
  id: string
  title: string
  driver: BridgeDriver
  /** Its media server is away and nothing else can carry it. Not stored: it is seen anew after a restart. */
  held: boolean
  /** Since when it is being recorded. Not stored: the recordings know. */
  recording: number | null
  chairAccountId: number
  chairName: string
  openedAt: number
  endedAt: number | null
  spotlight: string | null
  spotlightAt: number | null
  /** Points wait until they are let in. */
  lobby: boolean
  /** The item of the agenda that is dealt with, from 0. */
  item: number | null
  /** Who has the floor, since when, and until when if its time is limited. */
  floor: string | null
  floorSince: number | null
  floorUntil: number | null
  room: RoomState
  /** By point id, the chair first. Revoked ones are not here. */
  points: Map<string, Point>
}

export const isPresent = (p: Point) => p.state === 'joined' || p.state === 'weak'

/** Whether it need not wait in the lobby. */
export const isAdmitted = (s: Session, p: Point) => !s.lobby || p.role === 'chair' || p.admittedAt !== null

export const chairOf = (s: Session): Point => {
  for (const point of s.points.values()) if (point.role === 'chair') return point
  throw new Error(`session ${s.id} has no chair`)
}

export function pointView(p: Point): BridgePointView {
  const { id, unit, unitFrom, name, role, state, since, invitedAt, joinedAt, leftAt } = p
  const { muted, hand, microphone, camera, drawn, quality, frame } = p
  return {
    id,
    unit,
    unitFrom,
    name,
    role,
    state,
    since,
    invitedAt,
    joinedAt,
    leftAt,
    muted,
    hand,
    microphone,
    camera,
    drawn,
    waiting: p.knocks && !isPresent(p),
    quality,
    frame,
  }
}

/** Whose pictures the wall shows of a session, the large one first. */
export const onWall = (s: Session): string[] =>
  s.endedAt === null
    ? wallPoints({
        ...s,
        chair: chairOf(s).id,
        present: [...s.points.values()].filter(isPresent).map((p) => p.id),
      })
    : []

/** What everyone in the session may see of it: no token, no device. */
export function sessionView(s: Session): BridgeView {
  return {
    id: s.id,
    title: s.title,
    driver: s.driver,
    held: s.held,
    recording: s.recording,
    openedAt: s.openedAt,
    endedAt: s.endedAt,
    chair: chairOf(s).id,
    lobby: s.lobby,
    item: s.item,
    spotlight: s.spotlight,
    room: s.room,
    wall: onWall(s),
    floor: s.floor ? { point: s.floor, since: s.floorSince ?? s.openedAt, until: s.floorUntil } : null,
    points: [...s.points.values()].map(pointView),
  }
}

/** What whoever came by a link sees before it is in: which session, who chairs it, and itself; nothing of what goes on there. */
export function doorView(s: Session, own: string): BridgeView {
  const view = sessionView(s)
  return {
    ...{ ...view, item: null, spotlight: null, room: QUIET_ROOM, wall: [], floor: null },
    points: view.points.filter((p) => p.id === own || p.role === 'chair'),
  }
}

/** Which session the wall shows: the one spotlighted last, else the newest in which a province is present. */
export function sessionForWall(sessions: Iterable<Session>): Session | null {
  let best: Session | null = null
  for (const s of sessions) {
    if (s.endedAt !== null) continue
    const live =
      s.spotlightAt !== null || [...s.points.values()].some((p) => p.role === 'point' && isPresent(p))
    if (!live) continue
    if (!best || (s.spotlightAt ?? 0) > (best.spotlightAt ?? 0)) best = s
    else if (s.spotlightAt === null && best.spotlightAt === null && s.openedAt > best.openedAt) best = s
  }
  return best
}
