import type { BridgeGrant, BridgePeer, BridgeSignal, PointQuality } from '../../../shared/live.ts'
import type { SeatRole } from '../engine.ts'
import { Limit } from '../limit.ts'
import { steady, type Weakness } from './weakness.ts'

/** How the server speaks to one browser; null while its connection is gone. */
export type SeatLink = {
  signal(from: string, data: BridgeSignal): void
  peers(peers: BridgePeer[]): void
  grant(grant: BridgeGrant): void
  over(why: 'replaced' | 'revoked' | 'ended'): void
}

/** One browser that takes part: a point of a session, or a wall screen (session null). */
export type Seat = {
  id: string
  role: SeatRole
  session: string | null
  incarnation: number
  link: SeatLink | null
  /** ms of the monotonic clock. */
  heardAt: number
  /** Until then (monotonic ms) its media is taken to arrive: it is changing its way. */
  graceUntil: number
  /** What was last said of it: here, silent, or not yet anything. */
  shown: 'present' | 'silent' | null
  heard: boolean
  shares: boolean
  expiresAt: number
  quality: PointQuality | null
  weakness: Weakness
  signals: Limit
  /** What was last told, so that the same list is not sent twice. */
  told: string
  /** For a screen: the engine and session of its grant. */
  granted: string
}

export const newSeat = (of: Pick<Seat, 'id' | 'role' | 'session' | 'incarnation' | 'link'>): Seat => ({
  ...of,
  heardAt: performance.now(),
  graceUntil: 0,
  shown: null,
  heard: true,
  shares: false,
  expiresAt: 0,
  quality: null,
  weakness: steady,
  // Five links at once, each with its candidates, twice over; then a steady trickle.
  signals: new Limit(600, 60),
  told: '',
  granted: '',
})

/** The points that screens receive, and whose screen in place of its picture. */
export type Seen = { session: string; points: readonly string[]; share: string | null } | null

/**
 * Everyone with whom this seat may exchange signals and media. The single rule: points of one session with each
 * other; screens only with the points on the wall. Pure.
 */
export function reach(seat: Seat, points: Iterable<Seat>, screens: Iterable<Seat>, seen: Seen): Seat[] {
  if (seat.role === 'screen') {
    if (!seen) return []
    return [...points].filter((p) => p.session === seen.session && seen.points.includes(p.id))
  }
  const others = [...points].filter((p) => p.session === seat.session && p.id !== seat.id)
  const onWall = seen !== null && seen.session === seat.session && seen.points.includes(seat.id)
  return onWall ? [...others, ...screens] : others
}

/** Another seat as this one is told of it. */
export function asPeer({ id, incarnation, role, session }: Seat, to: Seat, seen: Seen): BridgePeer {
  const kind = role === 'screen' ? 'screen' : 'point'
  const peer: BridgePeer = { id, incarnation, kind }
  if (!seen?.share) return peer
  const [point, screen] = kind === 'screen' ? [to, role] : [{ id, session }, to.role]
  const shares = screen === 'screen' && point.id === seen.share && point.session === seen.session
  return shares ? { ...peer, shares } : peer
}
