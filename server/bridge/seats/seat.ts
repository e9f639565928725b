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
  expiresAt: 0,
  quality: null,
  weakness: steady,
  // Five links at once, each with its candidates, twice over; then a steady trickle.
  signals: new Limit(600, 60),
  told: '',
  granted: '',
})

/** The one point that screens receive. */
export type Seen = { session: string; point: string } | null

/**
 * Everyone with whom this seat may exchange signals and media. The single rule: points of one session with each
 * other; screens only with the spotlighted point. Pure.
 */
export function reach(seat: Seat, points: Iterable<Seat>, screens: Iterable<Seat>, seen: Seen): Seat[] {
  if (seat.role === 'screen') {
    if (!seen) return []
    return [...points].filter((p) => p.session === seen.session && p.id === seen.point)
  }
  const others = [...points].filter((p) => p.session === seat.session && p.id !== seat.id)
  const onWall = seen?.session === seat.session && seen?.point === seat.id
  return onWall ? [...others, ...screens] : others
}

export const asPeer = ({ id, incarnation, role }: Seat): BridgePeer => ({
  id,
  incarnation,
  kind: role === 'screen' ? 'screen' : 'point',
})
