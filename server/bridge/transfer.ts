import type { EnginesView } from '../../shared/api/bridge.ts'
import type { BridgeDriver } from '../../shared/live.ts'
import { wallCan } from '../../shared/room.ts'
import type { SessionBook } from './book.ts'
import type { BridgeEngine } from './engine.ts'
import { BridgeError } from './problem.ts'
import type { Seats } from './seats/seats.ts'
import type { Session } from './session.ts'

export type Engines = { peer: BridgeEngine; livekit: BridgeEngine | null }
type Why = 'asked' | 'more-points' | 'livekit-away'
type Log = { error(what: object, text: string): void }

/** Which engine carries a session, and moving one that runs to the other. */
export class Transfer {
  readonly #book: SessionBook
  readonly #seats: Seats
  readonly #engines: Engines
  readonly #egress: boolean
  readonly #log: Log
  constructor(room: { book: SessionBook; seats: Seats; engines: Engines; egress: boolean; log: Log }) {
    this.#egress = room.egress
    this.#book = room.book
    this.#seats = room.seats
    this.#engines = room.engines
    this.#log = room.log
    room.engines.livekit?.onTurn(() => this.#follow())
  }

  /** For a new session of so many points, the chair included. Throws BRIDGE_NO_LIVEKIT, BRIDGE_FULL. */
  engineFor(points: number, wish: BridgeDriver | null): BridgeEngine {
    const { peer, livekit } = this.#engines
    if (wish === 'livekit' && !livekit?.up) throw new BridgeError('BRIDGE_NO_LIVEKIT')
    const engine = wish !== 'peer' && livekit?.up ? livekit : peer
    if (points > engine.capacity) throw new BridgeError('BRIDGE_FULL', { capacity: engine.capacity })
    return engine
  }

  engines(): EnginesView {
    const { peer, livekit } = this.#engines
    const media = livekit ? (livekit.up ? 'up' : 'away') : 'none'
    return { peer: peer.capacity, livekit: livekit?.capacity ?? 0, media, egress: this.#egress }
  }

  /** One that the server finds after its start, as it was carried before. */
  open(session: Session): void {
    const { peer, livekit } = this.#engines
    this.#seats.open(session.id, session.driver === 'livekit' && livekit ? livekit : peer)
  }

  /** One more point than the browsers can carry among themselves: the media server takes over when it is there. */
  async makeRoom(session: Session, actor: string): Promise<void> {
    const { capacity } = this.#seats.engine(session.id)
    if (session.points.size >= capacity && session.driver === 'peer' && this.#engines.livekit?.up)
      await this.move(session, 'livekit', actor, 'more-points')
  }

  /** Throws BRIDGE_NO_LIVEKIT, BRIDGE_FULL, BRIDGE_ENDED. Resolves when everybody has the new right. */
  async move(session: Session, driver: BridgeDriver, actor: string, why: Why): Promise<void> {
    const to = this.#engines[driver]
    if (!to?.up) throw new BridgeError('BRIDGE_NO_LIVEKIT')
    if (this.#seats.count(session.id) > to.capacity)
      throw new BridgeError('BRIDGE_FULL', { capacity: to.capacity })
    await this.#book.commit(session, () => {
      if (session.driver === driver) return null
      const detail = { from: session.driver, to: driver, why }
      return {
        change: {
          session: {
            driver,
            // What this way cannot show on the wall is shown one after another.
            ...(wallCan(driver, session.room.wall.kind)
              ? {}
              : { room: { ...session.room, wall: { ...session.room.wall, kind: 'tour' } } }),
          },
        },
        events: [{ at: Date.now(), actor, kind: 'moved', point: null, detail }],
      }
    })
    await this.#seats.move(session.id, to)
    this.#book.hold(session, false)
  }

  /** The media server came or went. Whoever can do without it goes on without it; the others wait for it. */
  #follow(): void {
    const { livekit, peer } = this.#engines
    for (const session of this.#book.all()) {
      if (session.driver !== 'livekit' || !livekit || livekit.up !== session.held) continue
      if (livekit.up) {
        this.#book.hold(session, false)
        void this.#seats.renewAll(session.id)
        continue
      }
      const inside = [...session.points.values()].filter((p) => p.joinedAt !== null && p.state !== 'left')
      if (inside.length > peer.capacity) this.#book.hold(session, true)
      else
        this.move(session, 'peer', 'system', 'livekit-away').catch((error: unknown) => {
          this.#log.error({ error, session: session.id }, 'session not moved to the browsers')
          this.#book.hold(session, true)
        })
    }
  }

  /** After the start: sessions whose media server is not there. */
  settle = (): void => this.#follow()
}
