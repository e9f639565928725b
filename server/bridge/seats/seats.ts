import type { BridgeGrant, BridgePeer, BridgeSignal, PointQuality } from '../../../shared/live.ts'
import type { BridgeEngine, MediaRights, SeatEvent } from '../engine.ts'
import { BridgeError } from '../problem.ts'
import { asPeer, newSeat, reach, type Seat, type SeatLink, type Seen } from './seat.ts'
import { judge } from './weakness.ts'

/** A grant that is half spent is renewed. */
const RENEW_MS = 150_000
/** With a beat a second and a look each half second, a point is shown lost within 4.5 s. */
const SILENT_MS = 3_500
const LOOK_MS = 500
/** So long the old links go on while the new engine takes over. */
const GRACE_MS = 10_000
/** A window closed without a word is forgotten by the others after this long; the point itself stays invited. */
const FORGET_MS = 60_000

type Signalled = 'sent' | 'out-of-reach' | 'too-often'
type Table = { engine: BridgeEngine; seats: Map<string, Seat> }

/** Who sits in which session, whatever engine carries it: signs of life, who reaches whom, who may exchange media. */
export class Seats {
  /** By session id. */
  readonly #tables = new Map<string, Table>()
  /** By 'screen:<id>:<connection>'. */
  readonly #screens = new Map<string, Seat>()
  readonly #listeners = new Set<(event: SeatEvent) => void>()
  /** Carries screens while nothing is on the wall. */
  readonly #idle: BridgeEngine
  #seen: Seen = null
  /** Never repeats, not even after a restart. */
  #incarnation = Date.now()
  readonly #look: NodeJS.Timeout
  #lookedAt = performance.now()

  constructor(engines: BridgeEngine[]) {
    const [idle] = engines
    if (!idle) throw new Error('no media engine')
    this.#idle = idle
    for (const engine of engines) engine.onTurn(() => this.#showAll())
    this.#look = setInterval(() => this.#lookForSilence(), LOOK_MS)
    this.#look.unref()
  }

  stop(): void {
    clearInterval(this.#look)
    this.#tables.clear()
  }

  on(listener: (event: SeatEvent) => void): void {
    this.#listeners.add(listener)
  }

  open(session: string, engine: BridgeEngine): void {
    if (this.#tables.has(session)) return
    engine.open(session)
    this.#tables.set(session, { engine, seats: new Map() })
  }

  close(session: string): void {
    const table = this.#tables.get(session)
    this.#tables.delete(session)
    if (this.#seen?.session === session) this.#seen = null
    for (const { link } of table?.seats.values() ?? []) {
      link?.peers([])
      link?.over('ended')
    }
    table?.engine.close(session)
    this.#tellAll()
  }

  /** Which engine carries the session. */
  engine = (session: string): BridgeEngine => this.#tables.get(session)?.engine ?? this.#idle
  /** How many browsers are in, silent ones too. */
  count = (session: string): number => this.#tables.get(session)?.seats.size ?? 0

  /**
   * Gives everyone in the session the right to another engine. The grants go out together, so that no browser
   * hears of a link whose other end does not know it yet; each keeps its old links until the new ones show a picture.
   */
  async move(session: string, to: BridgeEngine): Promise<void> {
    const table = this.#tables.get(session)
    if (!table || table.engine === to) return
    const from = table.engine
    to.open(session)
    const seats = [...table.seats.values()]
    const grants = await Promise.all(seats.map((seat) => to.grant(session, seat)))
    if (this.#tables.get(session) !== table) return to.close(session)
    table.engine = to
    seats.forEach((seat, i) => {
      const grant = grants[i]
      if (!grant || table.seats.get(seat.id) !== seat) return
      seat.expiresAt = grant.expiresAt
      seat.told = ''
      seat.graceUntil = performance.now() + GRACE_MS
      seat.link?.grant(grant)
    })
    this.#tellAll()
    from.close(session)
  }

  /** Gives everyone in the session a new right to its own engine, as after that was away. */
  async renewAll(session: string): Promise<void> {
    const table = this.#tables.get(session)
    await Promise.all([...(table?.seats.values() ?? [])].map((seat) => this.#renew(seat)))
  }

  /**
   * Puts a browser in as this point; one that was there before is told that it was replaced. Throws what the engine throws, and
   * BRIDGE_OUTSIDE where it left, or another took its place, before its right was there.
   */
  async join(
    session: string,
    who: { id: string; role: 'chair' | 'point' } & MediaRights,
    link: SeatLink,
  ): Promise<{ grant: BridgeGrant; peers: BridgePeer[] }> {
    const table = this.#tables.get(session)
    if (!table) throw new Error(`session ${session} is not open`)
    const before = table.seats.get(who.id)
    if (before?.link && before.link !== link) before.link.over('replaced')
    const seat = newSeat({ ...who, session, incarnation: ++this.#incarnation, link })
    seat.heard = who.heard
    seat.shares = who.shares
    seat.shown = before?.shown ?? null
    table.seats.set(who.id, seat)
    const grant = await table.engine.grant(session, seat).catch((error: unknown) => {
      if (table.seats.get(who.id) === seat) table.seats.delete(who.id)
      throw error
    })
    // Shown as present, it would be so for good: nobody looks for the silence of one that is not in.
    if (this.#seat(session, who.id) !== seat) throw new BridgeError('BRIDGE_OUTSIDE')
    seat.expiresAt = grant.expiresAt
    this.#show(session, seat)
    this.#tellAll()
    return { grant, peers: this.#peers(seat) }
  }

  /** A wall screen that would receive what is on the wall. */
  addScreen(id: string, link: SeatLink): void {
    this.#screens.set(
      id,
      newSeat({ id, role: 'screen', session: null, incarnation: ++this.#incarnation, link }),
    )
    this.#tellAll()
  }

  removeScreen(id: string): void {
    if (this.#screens.delete(id)) this.#tellAll()
  }

  /** The connection went without a word: the point stays until it is silent too long. */
  disconnected(session: string, point: string, link: SeatLink): void {
    const seat = this.#seat(session, point)
    if (seat?.link === link) seat.link = null
  }

  /** Whether a browser is in as this point, also one that was cut off and is not yet forgotten. */
  sits = (session: string, point: string): boolean => this.#seat(session, point) !== undefined

  /** Whether this connection is the one that is in as this point. */
  holds = (session: string, point: string, link: SeatLink): boolean =>
    this.#seat(session, point)?.link === link

  remove(session: string, point: string, why: 'revoked' | 'replaced' | 'left'): void {
    const table = this.#tables.get(session)
    const seat = table?.seats.get(point)
    if (!table || !seat) return
    table.seats.delete(point)
    seat.link?.peers([])
    if (why !== 'left') seat.link?.over(why)
    table.engine.remove(session, point)
    this.#emit({ kind: 'absent', session, point, at: Date.now() })
    this.#tellAll()
  }

  setHeard(session: string, point: string, heard: boolean): void {
    const seat = this.#seat(session, point)
    if (!seat || seat.heard === heard) return
    seat.heard = heard
    this.engine(session).setRights(session, point, { heard, shares: seat.shares })
  }

  /** Who alone may send a screen; null for nobody. */
  setSharer(session: string, point: string | null): void {
    for (const seat of this.#tables.get(session)?.seats.values() ?? []) {
      const shares = seat.id === point
      if (seat.shares === shares) continue
      seat.shares = shares
      this.engine(session).setRights(session, seat.id, { heard: seat.heard, shares })
    }
  }

  /** Which points the wall screens receive; null for none. */
  setSeen(seen: Seen): void {
    this.#seen = seen
    this.#tellAll()
  }

  /** A sign of life with what the point receives. False when it is not in: it should join again. */
  beat(session: string, point: string, link: SeatLink, quality: PointQuality): boolean {
    const seat = this.#seat(session, point)
    if (seat?.link !== link) return false
    seat.heardAt = performance.now()
    seat.quality = quality
    seat.weakness = judge(seat.weakness, quality)
    this.#show(session, seat)
    const { weak } = seat.weakness
    this.#emit({ kind: 'quality', session, point, at: Date.now(), quality, weak })
    this.#renewSoon(seat)
    return true
  }

  signal(from: { session: string | null; id: string }, to: string, data: BridgeSignal): Signalled {
    const sender = from.session ? this.#seat(from.session, from.id) : this.#screens.get(from.id)
    if (!sender) return 'out-of-reach'
    if (!sender.signals.take()) return 'too-often'
    if (sender.expiresAt < Date.now()) return 'out-of-reach'
    const target = this.#reach(sender).find((seat) => seat.id === to)
    // A signal from or to an older incarnation belongs to a link that is gone.
    if (!target || data.incarnation !== sender.incarnation || data.to !== target.incarnation)
      return 'out-of-reach'
    target.link?.signal(sender.id, data)
    return 'sent'
  }

  *#points(): Iterable<Seat> {
    for (const { seats } of this.#tables.values()) yield* seats.values()
  }

  #seat = (session: string, point: string) => this.#tables.get(session)?.seats.get(point)

  #peers = (seat: Seat): BridgePeer[] => this.#reach(seat).map((other) => asPeer(other, seat, this.#seen))

  #reach = (seat: Seat): Seat[] => reach(seat, this.#points(), this.#screens.values(), this.#seen)

  #tellAll(): void {
    for (const screen of this.#screens.values()) this.#admitScreen(screen)
    for (const seat of [...this.#points(), ...this.#screens.values()]) {
      const peers = this.#peers(seat)
      const told = JSON.stringify(peers)
      if (told === seat.told) continue
      seat.told = told
      seat.link?.peers(peers)
    }
  }

  /** A screen's right follows what is on the wall: another engine, or another room of it, is another right. */
  #admitScreen(screen: Seat): void {
    const engine = this.#seen ? this.engine(this.#seen.session) : this.#idle
    const wanted = engine.driver === 'peer' ? 'peer' : `${engine.driver} ${this.#seen?.session}`
    if (screen.granted === wanted) return
    screen.granted = wanted
    void this.#renew(screen)
  }

  #renewSoon(seat: Seat): void {
    if (seat.expiresAt - Date.now() >= RENEW_MS) return
    // Not asked again until this answer is there.
    seat.expiresAt += RENEW_MS
    void this.#renew(seat)
  }

  async #renew(seat: Seat): Promise<void> {
    const session = seat.session ?? this.#seen?.session ?? ''
    const engine = this.engine(session)
    try {
      const grant = await engine.grant(session, seat)
      if (this.engine(session) !== engine) return
      seat.expiresAt = grant.expiresAt
      seat.link?.grant(grant)
    } catch {
      // An engine that is away gives no right; it is asked again when it is back.
      seat.granted = ''
    }
  }

  #showAll(): void {
    for (const [session, { seats }] of this.#tables)
      for (const seat of seats.values()) this.#show(session, seat)
  }

  /** Says what has changed of a seat: it is present while it gives signs of life and its media arrives. */
  #show(session: string, seat: Seat): void {
    const at = Date.now()
    const now = performance.now()
    const quiet = now - seat.heardAt
    const carried = now < seat.graceUntil || this.engine(session).carries(session, seat.id)
    const here = quiet <= SILENT_MS && carried
    if (here && seat.shown !== 'present') {
      seat.shown = 'present'
      this.#emit({ kind: 'present', session, point: seat.id, at })
    } else if (!here && seat.shown === 'present') {
      seat.shown = 'silent'
      this.#emit({ kind: 'silent', session, point: seat.id, at, lastHeardAt: Math.round(at - quiet) })
    }
  }

  #lookForSilence(): void {
    const now = performance.now()
    const late = now - this.#lookedAt - LOOK_MS
    this.#lookedAt = now
    for (const screen of this.#screens.values()) this.#renewSoon(screen)
    for (const [session, { seats }] of this.#tables)
      for (const seat of [...seats.values()]) {
        // The server itself stood still: nobody's silence is held against them.
        if (late > 1_000) seat.heardAt += late
        this.#show(session, seat)
        if (seat.shown !== 'present' && !seat.link && now - seat.heardAt > FORGET_MS) {
          seats.delete(seat.id)
          this.#tellAll()
        }
      }
  }

  #emit(event: SeatEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
