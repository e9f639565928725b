import type pg from 'pg'
import type { BridgeDriver } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import { QUIET_ROOM } from '../../shared/room.ts'
import { type AccountPrincipal, actorOf } from '../access/index.ts'
import { type CatalogueSnapshot, dayOf, nameOn, type Unit } from '../catalogue/index.ts'
import type { Happened, SessionBook } from './book.ts'
import { floorOver, outOf } from './floor.ts'
import { fingerprint, newId, newToken } from './link.ts'
import { BridgeError } from './problem.ts'
import type { Rights } from './rights.ts'
import type { Seats } from './seats/seats.ts'
import { chairOf, isPresent, type Point, type Session } from './session.ts'
import type { Transfer } from './transfer.ts'

/** What a booking decided beforehand: who chairs, whether points wait, and what is committed with the session. */
export type Booked = {
  chair?: Pick<AccountPrincipal, 'id' | 'displayName' | 'unitId'>
  lobby: boolean
  within?: (client: pg.ClientBase, session: string) => Promise<void>
}
export type Invitation = { point: string; unit: string; token: string }

/** What a chair or a duty officer does. Every command is committed before it takes effect, and recorded with its actor. */
export class Commands {
  readonly #book: SessionBook
  readonly #seats: Seats
  readonly #transfer: Transfer
  readonly #rights: Rights
  readonly #catalogue: () => CatalogueSnapshot
  readonly #dropLink: (point: string) => void
  constructor(room: {
    book: SessionBook
    seats: Seats
    transfer: Transfer
    rights: Rights
    catalogue: () => CatalogueSnapshot
    /** Ends the sockets that came by a point's link. */
    dropLink(point: string): void
  }) {
    this.#book = room.book
    this.#seats = room.seats
    this.#transfer = room.transfer
    this.#rights = room.rights
    this.#catalogue = room.catalogue
    this.#dropLink = room.dropLink
  }

  /** Throws BRIDGE_FULL, BRIDGE_NO_LIVEKIT, BRIDGE_UNKNOWN_UNIT. */
  async create(
    by: AccountPrincipal,
    title: string,
    units: string[],
    driver: BridgeDriver | null = null,
    booked: Booked = { lobby: false },
  ): Promise<{ session: Session; invitations: Invitation[] }> {
    const engine = this.#transfer.engineFor(units.length + 1, driver)
    const now = Date.now()
    const who = booked.chair ?? by
    const home = this.#catalogue().unitById(who.unitId)
    if (!home) throw new BridgeError('BRIDGE_UNKNOWN_UNIT', { unit: who.unitId })
    const chair = this.#point(home, 'chair', now)
    chair.name = { vi: who.displayName, en: who.displayName }
    const invited = units.map((code) => this.#invited(by, code, now))
    const session: Session = {
      id: newId(),
      title: title.trim(),
      driver: engine.driver,
      held: false,
      recording: null,
      chairAccountId: who.id,
      chairName: who.displayName,
      lobby: booked.lobby,
      item: null,
      openedAt: now,
      endedAt: null,
      spotlight: null,
      spotlightAt: null,
      floor: null,
      floorSince: null,
      floorUntil: null,
      room: QUIET_ROOM,
      points: new Map([chair, ...invited.map((i) => i.point)].map((p) => [p.id, p])),
    }
    const actor = actorOf(by)
    const events: Happened[] = [
      { at: now, actor, kind: 'opened', point: chair.id, detail: { title: session.title } },
      ...invited.map(({ point }) => this.#event(by, 'invited', point.id, { unit: point.unit })),
    ]
    await this.#book.create(session, events, booked.within)
    return {
      session,
      invitations: invited.map(({ point, token }) => ({ point: point.id, unit: point.unit, token })),
    }
  }

  /** Throws BRIDGE_FULL, BRIDGE_UNKNOWN_UNIT, BRIDGE_ALREADY_INVITED. */
  async invite(by: AccountPrincipal, session: Session, code: string): Promise<Invitation> {
    const { point, token } = this.#invited(by, code, Date.now())
    await this.#transfer.makeRoom(session, actorOf(by))
    await this.#book.commit(session, () => {
      for (const other of session.points.values())
        if (other.unitId === point.unitId && other.role === 'point')
          throw new BridgeError('BRIDGE_ALREADY_INVITED', { unit: code })
      const { capacity } = this.#seats.engine(session.id)
      if (session.points.size >= capacity) throw new BridgeError('BRIDGE_FULL', { capacity })
      return { change: { add: [point] }, events: [this.#event(by, 'invited', point.id, { unit: code })] }
    })
    return { point: point.id, unit: point.unit, token }
  }

  /** A new link in place of the old one, for any device. */
  async renewLink(by: AccountPrincipal, session: Session, point: Point): Promise<Invitation> {
    if (point.role === 'chair') throw new BridgeError('BRIDGE_NOT_FOUND', { point: point.id })
    const token = newToken()
    await this.#book.commit(session, () => {
      this.#book.needPoint(session, point.id)
      const patch: Partial<Point> = {
        tokenHash: fingerprint(token),
        device: null,
        // Whoever comes by the new link is let in as anybody else is.
        admittedAt: null,
        state: 'invited',
        since: Date.now(),
        quality: null,
      }
      const gone = outOf(session, point, actorOf(by))
      return {
        change: { session: gone.session, points: new Map([[point.id, { ...gone.point, ...patch }]]) },
        events: [this.#event(by, 'link-renewed', point.id, { unit: point.unit }), ...gone.events],
      }
    })
    this.#seats.remove(session.id, point.id, 'revoked')
    this.#dropLink(point.id)
    return { point: point.id, unit: point.unit, token }
  }

  /** Lets a point in from the lobby, or all that wait; null also ends the waiting of those who come later. */
  async admit(by: AccountPrincipal, session: Session, id: string | null): Promise<void> {
    await this.#book.commit(session, () => {
      const points = id === null ? [...session.points.values()] : [this.#book.needPoint(session, id)]
      const outside = points.filter((p) => p.role === 'point' && p.admittedAt === null)
      const now = Date.now()
      if (!outside.length && (id !== null || !session.lobby)) return null
      return {
        change: {
          ...(id === null ? { session: { lobby: false } } : {}),
          points: new Map(outside.map((p) => [p.id, { admittedAt: now, knocks: false }])),
        },
        events: [this.#event(by, id === null ? 'lobby-opened' : 'admitted', id, { points: outside.length })],
      }
    })
  }

  /** The item of the agenda that is dealt with from now; null for none. */
  async item(by: AccountPrincipal, session: Session, item: number | null): Promise<void> {
    await this.#book.commit(session, () =>
      session.item === item
        ? null
        : { change: { session: { item } }, events: [this.#event(by, 'agenda', null, { item })] },
    )
  }

  async mute(by: AccountPrincipal, session: Session, point: Point, muted: boolean): Promise<void> {
    await this.#book.commit(session, () => {
      if (this.#book.needPoint(session, point.id).muted === muted || point.role === 'chair') return null
      const over = muted ? floorOver(session, actorOf(by), point.id) : null
      return {
        change: { ...(over ? { session: over.session } : {}), points: new Map([[point.id, { muted }]]) },
        events: [
          this.#event(by, muted ? 'muted' : 'unmuted', point.id, { unit: point.unit }),
          ...(over ? [over.event] : []),
        ],
      }
    })
    this.#seats.setHeard(session.id, point.id, !point.muted)
  }

  /** Everyone but the chair. */
  async muteAll(by: AccountPrincipal, session: Session): Promise<void> {
    const points = [...session.points.values()].filter((p) => p.role === 'point' && !p.muted)
    await this.#book.commit(session, () => {
      const over = floorOver(session, actorOf(by))
      return {
        change: {
          ...(over ? { session: over.session } : {}),
          points: new Map(points.map((p) => [p.id, { muted: true }])),
        },
        events: [
          this.#event(by, 'muted-all', null, { points: points.length }),
          ...(over ? [over.event] : []),
        ],
      }
    })
    for (const p of points) this.#seats.setHeard(session.id, p.id, false)
  }

  /** Throws BRIDGE_NOT_PRESENT. */
  async spotlight(by: AccountPrincipal, session: Session, id: string | null): Promise<void> {
    await this.#book.commit(session, () => {
      const single = ['data', 'one', 'pip'].includes(session.room.wall.kind)
      if (session.spotlight === id && single) return null
      if (id && !isPresent(this.#book.needPoint(session, id)))
        throw new BridgeError('BRIDGE_NOT_PRESENT', { point: id })
      return {
        change: {
          session: {
            spotlight: id,
            spotlightAt: id ? Date.now() : null,
            // A wall that showed everybody, or turned, shows this one now, or nobody.
            ...(single ? {} : { room: { ...session.room, wall: { ...session.room.wall, kind: 'data' } } }),
          },
        },
        events: [this.#event(by, id ? 'spotlight' : 'spotlight-ended', id ?? session.spotlight)],
      }
    })
  }

  async revoke(by: AccountPrincipal, session: Session, point: Point): Promise<void> {
    if (point.role === 'chair') throw new BridgeError('BRIDGE_NOT_FOUND', { point: point.id })
    await this.#book.commit(session, () => {
      const gone = outOf(session, point, actorOf(by))
      const now = Date.now()
      return {
        change: {
          session: gone.session,
          points: new Map([[point.id, { ...gone.point, revokedAt: now, state: 'left', leftAt: now }]]),
        },
        events: [this.#event(by, 'revoked', point.id, { unit: point.unit }), ...gone.events],
      }
    })
    this.#seats.remove(session.id, point.id, 'revoked')
    this.#dropLink(point.id)
  }

  async end(by: AccountPrincipal, session: Session): Promise<void> {
    await this.#book.commit(session, () => {
      const over = floorOver(session, actorOf(by))
      return {
        change: {
          session: {
            ...over?.session,
            endedAt: Date.now(),
            spotlight: null,
            spotlightAt: null,
            room: QUIET_ROOM,
          },
        },
        events: [...(over ? [over.event] : []), this.#event(by, 'ended', null)],
      }
    })
    this.#seats.close(session.id)
  }

  /** Whoever may chair takes an empty chair. Throws BRIDGE_CHAIR_TAKEN while another person sits in it. */
  async takeChair(by: AccountPrincipal, session: Session): Promise<Point> {
    const chair = chairOf(session)
    if (session.chairAccountId === by.id) return chair
    const unit = this.#catalogue().unitById(by.unitId)
    await this.#book.commit(session, () => {
      if (isPresent(chair)) throw new BridgeError('BRIDGE_CHAIR_TAKEN', { chair: session.chairName })
      const from = session.chairName
      const name = { vi: by.displayName, en: by.displayName }
      const place = unit ? { unitId: unit.id, unit: unit.code, unitFrom: unit.validFrom } : {}
      return {
        change: {
          session: { chairAccountId: by.id, chairName: by.displayName },
          points: new Map([[chair.id, { name, ...place }]]),
        },
        events: [this.#event(by, 'chair-taken', chair.id, { from })],
      }
    })
    return chair
  }

  #event(
    by: AccountPrincipal,
    kind: string,
    point: string | null,
    detail: Record<string, unknown> = {},
  ): Happened {
    return { at: Date.now(), actor: actorOf(by), kind, point, detail }
  }

  #invited(by: AccountPrincipal, code: string, now: number): { point: Point; token: string } {
    const unit = this.#catalogue().unitInForce(code, now)
    if (!unit) throw new BridgeError('BRIDGE_UNKNOWN_UNIT', { unit: code })
    if (!this.#rights.mayInvite(by, unit.id)) throw new RequestError('FORBIDDEN', { unit: code })
    const token = newToken()
    return { point: { ...this.#point(unit, 'point', now), tokenHash: fingerprint(token) }, token }
  }

  #point(unit: Unit, role: 'chair' | 'point', now: number): Point {
    const { vi, en } = nameOn(unit, dayOf(now))
    return {
      id: newId(),
      unitId: unit.id,
      unit: unit.code,
      unitFrom: unit.validFrom,
      name: { vi, en },
      role,
      state: 'invited',
      since: now,
      invitedAt: now,
      joinedAt: null,
      leftAt: null,
      revokedAt: null,
      // Microphones are closed until the chair opens them; its own never is.
      muted: role === 'point',
      hand: null,
      admittedAt: null,
      knocks: false,
      microphone: false,
      camera: false,
      drawn: false,
      quality: null,
      frame: null,
      tokenHash: null,
      device: null,
    }
  }
}
