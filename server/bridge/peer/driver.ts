import type { BridgeGrant, RTCIceServerLike } from '../../../shared/live.ts'
import type { Applicant, BridgeEngine } from '../engine.ts'

export const GRANT_MS = 5 * 60_000

/** Real WebRTC between the browsers themselves: the server only carries their signals and says who may exchange them. */
export class PeerEngine implements BridgeEngine {
  readonly driver = 'peer'
  readonly up = true
  readonly capacity: number
  readonly #ice: RTCIceServerLike[]

  constructor(options: { capacity: number; ice: RTCIceServerLike[] }) {
    this.capacity = options.capacity
    this.#ice = options.ice
  }

  async grant(_session: string, { id, incarnation }: Applicant): Promise<BridgeGrant> {
    return { driver: 'peer', id, incarnation, ice: this.#ice, expiresAt: Date.now() + GRANT_MS }
  }

  /** Nobody stands between the browsers: only they know what arrives. */
  carries = () => true
  // Every receiver obeys the session's own state, which it gets from the server.
  setRights(): void {}
  remove(): void {}
  open(): void {}
  close(): void {}
  onTurn(): void {}
  stop(): void {}
}
