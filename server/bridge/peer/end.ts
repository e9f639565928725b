import type { BridgeGrant, BridgePeer, BridgeSignal, PointQuality } from '../../../shared/live.ts'
import { Limit } from '../limit.ts'
import { steady, type Weakness } from './weakness.ts'

/** How the engine speaks to one browser; null while its connection is gone. */
export type EndLink = {
  signal(from: string, data: BridgeSignal): void
  peers(peers: BridgePeer[]): void
  grant(grant: BridgeGrant): void
  over(why: 'replaced' | 'revoked' | 'ended'): void
}

/** One browser in the mesh: a point of a session, or a wall screen (session null). */
export type End = {
  id: string
  kind: 'point' | 'screen'
  session: string | null
  incarnation: number
  link: EndLink | null
  /** ms of the monotonic clock. */
  heardAt: number
  silent: boolean
  heard: boolean
  expiresAt: number
  quality: PointQuality | null
  weakness: Weakness
  signals: Limit
  /** What was last told, so that the same list is not sent twice. */
  told: string
}

export const newEnd = (
  of: Pick<End, 'id' | 'kind' | 'session' | 'incarnation' | 'link' | 'expiresAt'>,
): End => ({
  ...of,
  heardAt: performance.now(),
  silent: false,
  heard: true,
  quality: null,
  weakness: steady,
  // Five links at once, each with its candidates, twice over; then a steady trickle.
  signals: new Limit(600, 60),
  told: '',
})

/** The one point that screens receive. */
export type Seen = { session: string; point: string } | null

/**
 * Everyone with whom this end may exchange signals and media. The single rule: points of one session with each
 * other; screens only with the spotlighted point. Pure.
 */
export function reach(end: End, points: Iterable<End>, screens: Iterable<End>, seen: Seen): End[] {
  if (end.kind === 'screen') {
    if (!seen) return []
    return [...points].filter((p) => p.session === seen.session && p.id === seen.point)
  }
  const others = [...points].filter((p) => p.session === end.session && p.id !== end.id)
  const onWall = seen?.session === end.session && seen?.point === end.id
  return onWall ? [...others, ...screens] : others
}

export const asPeer = ({ id, incarnation, kind }: End): BridgePeer => ({ id, incarnation, kind })
