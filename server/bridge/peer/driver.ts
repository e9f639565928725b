import type {
  BridgeGrant,
  BridgePeer,
  BridgeSignal,
  PointQuality,
  RTCIceServerLike,
} from '../../../shared/live.ts'
import type { BridgeEngine, EndRole, EngineEvent, PresentPoint } from '../engine.ts'
import { asPeer, type End, type EndLink, newEnd, reach, type Seen } from './end.ts'
import { judge } from './weakness.ts'

export const GRANT_MS = 5 * 60_000
/** With a beat a second and a look each half second, a point is shown lost within 4,5 s. */
export const SILENT_MS = 3_500
const LOOK_MS = 500
/** A window closed without a word is forgotten by the others after this long; the point itself stays invited. */
const FORGET_MS = 60_000

type Signalled = 'sent' | 'out-of-reach' | 'too-often'

/** Real WebRTC between the browsers themselves; the server only carries their signals and decides who may exchange them. */
export class PeerEngine implements BridgeEngine {
  readonly driver = 'peer'
  readonly capacity: number
  readonly #ice: RTCIceServerLike[]
  /** By session id. */
  readonly #sessions = new Map<string, Map<string, End>>()
  /** By 'screen:<id>:<connection>'. */
  readonly #screens = new Map<string, End>()
  readonly #listeners = new Set<(event: EngineEvent) => void>()
  #seen: Seen = null
  /** Never repeats, not even after a restart. */
  #incarnation = Date.now()
  readonly #look: NodeJS.Timeout
  #lookedAt = performance.now()

  constructor(options: { capacity: number; ice: RTCIceServerLike[] }) {
    this.capacity = options.capacity
    this.#ice = options.ice
    this.#look = setInterval(() => this.#lookForSilence(), LOOK_MS)
    this.#look.unref()
  }

  stop(): void {
    clearInterval(this.#look)
    for (const session of this.#sessions.keys()) this.#sessions.get(session)?.clear()
  }

  on(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(session: string): void {
    if (!this.#sessions.has(session)) this.#sessions.set(session, new Map())
  }

  close(session: string): void {
    const ends = this.#sessions.get(session)
    this.#sessions.delete(session)
    if (this.#seen?.session === session) this.#seen = null
    for (const end of ends?.values() ?? []) {
      end.link?.peers([])
      end.link?.over('ended')
    }
    this.#tellAll()
  }

  grant(session: string, point: string, role: EndRole): BridgeGrant {
    const expiresAt = Date.now() + GRANT_MS
    const end = role === 'screen' ? this.#screens.get(point) : this.#sessions.get(session)?.get(point)
    if (end) end.expiresAt = expiresAt
    return { id: point, incarnation: end?.incarnation ?? 0, ice: this.#ice, expiresAt }
  }

  /** Puts a browser in as this point; one that was there before is told that it was replaced. */
  join(
    session: string,
    point: string,
    role: EndRole,
    link: EndLink,
  ): { grant: BridgeGrant; peers: BridgePeer[] } {
    const ends = this.#sessions.get(session)
    if (!ends) throw new Error(`session ${session} is not open`)
    const before = ends.get(point)
    if (before?.link && before.link !== link) before.link.over('replaced')
    const end = newEnd({
      id: point,
      kind: 'point',
      session,
      incarnation: ++this.#incarnation,
      link,
      expiresAt: 0,
    })
    end.heard = before?.heard ?? true
    ends.set(point, end)
    const grant = this.grant(session, point, role)
    this.#emit({ kind: 'present', session, point, at: Date.now() })
    this.#tellAll()
    return { grant, peers: this.#reach(end).map(asPeer) }
  }

  /** A wall screen that would receive the spotlighted point. */
  addScreen(id: string, link: EndLink): void {
    const end = newEnd({
      id,
      kind: 'screen',
      session: null,
      incarnation: ++this.#incarnation,
      link,
      expiresAt: 0,
    })
    this.#screens.set(id, end)
    link.grant(this.grant('', id, 'screen'))
    this.#tellAll()
  }

  removeScreen(id: string): void {
    if (this.#screens.delete(id)) this.#tellAll()
  }

  /** The connection went without a word: the point stays until it is silent too long. */
  disconnected(session: string, point: string, link: EndLink): void {
    const end = this.#sessions.get(session)?.get(point)
    if (end?.link === link) end.link = null
  }

  /** Whether this connection is the one that is in as this point. */
  holds(session: string, point: string, link: EndLink): boolean {
    return this.#sessions.get(session)?.get(point)?.link === link
  }

  remove(session: string, point: string, why: 'revoked' | 'replaced' | 'left'): void {
    const ends = this.#sessions.get(session)
    const end = ends?.get(point)
    if (!ends || !end) return
    ends.delete(point)
    end.link?.peers([])
    if (why !== 'left') end.link?.over(why)
    this.#emit({ kind: 'absent', session, point, at: Date.now() })
    this.#tellAll()
  }

  list(session: string): PresentPoint[] {
    return [...(this.#sessions.get(session)?.values() ?? [])].map(({ id, heard, silent, quality }) => ({
      point: id,
      heard,
      silent,
      quality,
    }))
  }

  setHeard(session: string, point: string, heard: boolean): void {
    const end = this.#sessions.get(session)?.get(point)
    if (end) end.heard = heard
  }

  setSeen(session: string, point: string | null): void {
    if (point) this.#seen = { session, point }
    else if (this.#seen?.session === session) this.#seen = null
    this.#tellAll()
  }

  quality(session: string, point: string): PointQuality | null {
    return this.#sessions.get(session)?.get(point)?.quality ?? null
  }

  /** A sign of life with what the point receives. False when it is not in: it should join again. */
  beat(session: string, point: string, link: EndLink, quality: PointQuality): boolean {
    const end = this.#sessions.get(session)?.get(point)
    if (end?.link !== link) return false
    const at = Date.now()
    end.heardAt = performance.now()
    end.quality = quality
    end.weakness = judge(end.weakness, quality)
    if (end.silent) {
      end.silent = false
      this.#emit({ kind: 'present', session, point, at })
    }
    this.#emit({ kind: 'quality', session, point, at, quality, weak: end.weakness.weak })
    if (end.expiresAt - at < GRANT_MS / 2) link.grant(this.grant(session, point, 'point'))
    return true
  }

  /** A screen that follows the wall keeps its right as long as its connection is there. */
  renewScreens(): void {
    for (const end of this.#screens.values())
      if (end.expiresAt - Date.now() < GRANT_MS / 2) end.link?.grant(this.grant('', end.id, 'screen'))
  }

  signal(from: { session: string | null; id: string }, to: string, data: BridgeSignal): Signalled {
    const sender = from.session ? this.#sessions.get(from.session)?.get(from.id) : this.#screens.get(from.id)
    if (!sender) return 'out-of-reach'
    if (!sender.signals.take()) return 'too-often'
    if (sender.expiresAt < Date.now()) return 'out-of-reach'
    const target = this.#reach(sender).find((end) => end.id === to)
    // A signal from or to an older incarnation belongs to a link that is gone.
    if (!target || data.incarnation !== sender.incarnation || data.to !== target.incarnation)
      return 'out-of-reach'
    target.link?.signal(sender.id, data)
    return 'sent'
  }

  *#points(): Iterable<End> {
    for (const ends of this.#sessions.values()) yield* ends.values()
  }

  #reach(end: End): End[] {
    return reach(end, this.#points(), this.#screens.values(), this.#seen)
  }

  #tellAll(): void {
    for (const end of [...this.#points(), ...this.#screens.values()]) {
      const peers = this.#reach(end).map(asPeer)
      const told = JSON.stringify(peers)
      if (told === end.told) continue
      end.told = told
      end.link?.peers(peers)
    }
  }

  #lookForSilence(): void {
    const now = performance.now()
    const late = now - this.#lookedAt - LOOK_MS
    this.#lookedAt = now
    this.renewScreens()
    for (const [session, ends] of this.#sessions)
      for (const end of [...ends.values()]) {
        // The server itself stood still: nobody's silence is held against them.
        if (late > 1_000) end.heardAt += late
        const quiet = now - end.heardAt
        if (!end.silent && quiet > SILENT_MS) {
          end.silent = true
          const at = Date.now()
          this.#emit({ kind: 'silent', session, point: end.id, at, lastHeardAt: Math.round(at - quiet) })
        }
        if (end.silent && !end.link && quiet > FORGET_MS) {
          ends.delete(end.id)
          this.#tellAll()
        }
      }
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
