import type { BridgeGrant, PointQuality } from '../../shared/live.ts'

/** chair and point send and receive; a screen only receives the spotlighted point. */
export type EndRole = 'chair' | 'point' | 'screen'

/** What the engine saw. Times are ms since 1970 of the server's clock. */
export type EngineEvent =
  | { kind: 'present'; session: string; point: string; at: number }
  | { kind: 'silent'; session: string; point: string; at: number; lastHeardAt: number }
  | { kind: 'absent'; session: string; point: string; at: number }
  | { kind: 'quality'; session: string; point: string; at: number; quality: PointQuality; weak: boolean }

export type PresentPoint = { point: string; heard: boolean; silent: boolean; quality: PointQuality | null }

/**
 * Carries picture and sound. Roll call, invitations, spotlight and events live above it, so that every driver
 * behaves the same. Engine calls never touch the database.
 */
export interface BridgeEngine {
  readonly driver: 'peer' | 'livekit'
  /** Most points in one session, the chair included. */
  readonly capacity: number
  open(session: string): void
  close(session: string): void
  /** The right of a point to exchange media, for five minutes; renewed by asking again. */
  grant(session: string, point: string, role: EndRole): BridgeGrant
  list(session: string): PresentPoint[]
  setHeard(session: string, point: string, heard: boolean): void
  /** Which point the wall screens receive; null for none. */
  setSeen(session: string, point: string | null): void
  remove(session: string, point: string, why: 'revoked' | 'replaced' | 'left'): void
  quality(session: string, point: string): PointQuality | null
  on(listener: (event: EngineEvent) => void): () => void
}
