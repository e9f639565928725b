import type { BridgeDriver, BridgeGrant, PointQuality } from '../../shared/live.ts'

/** chair and point send and receive; a screen only receives what is on the wall. */
export type SeatRole = 'chair' | 'point' | 'screen'

/** Who asks for the right to exchange media. A screen has no session of its own. */
export type Applicant = { id: string; incarnation: number; role: SeatRole } & MediaRights
/** What a point may send besides its picture: sound, and its screen. */
export type MediaRights = { heard: boolean; shares: boolean }

/**
 * Carries picture and sound. Who sits in a session, roll call, invitations, floor and spotlight live above it, so
 * that both drivers behave the same. Engine calls never touch the database.
 */
export interface BridgeEngine {
  readonly driver: BridgeDriver
  /** Most points in one session, the chair included. */
  readonly capacity: number
  /** Whether it can carry sessions now. */
  readonly up: boolean
  open(session: string): void
  close(session: string): void
  /** The right to exchange media for five minutes; renewed by asking again. */
  grant(session: string, who: Applicant): Promise<BridgeGrant>
  /** Whether this point's media arrives; engines that cannot know it say true. */
  carries(session: string, point: string): boolean
  setRights(session: string, point: string, rights: MediaRights): void
  remove(session: string, point: string): void
  /** Called after `up` or what it carries has changed. */
  onTurn(listener: () => void): void
  stop(): void
}

/** What was seen of a seat. Times are ms since 1970 of the server's clock. */
export type SeatEvent =
  | { kind: 'present'; session: string; point: string; at: number }
  | { kind: 'silent'; session: string; point: string; at: number; lastHeardAt: number }
  | { kind: 'absent'; session: string; point: string; at: number }
  | { kind: 'quality'; session: string; point: string; at: number; quality: PointQuality; weak: boolean }
