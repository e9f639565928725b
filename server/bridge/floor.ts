import { withoutPoint } from '../../shared/room.ts'
import { type AccountPrincipal, actorOf } from '../access/index.ts'
import type { Change, Happened, SessionBook } from './book.ts'
import { BridgeError } from './problem.ts'
import type { Seats } from './seats/seats.ts'
import { isPresent, type Point, type Session } from './session.ts'

const NOBODY = { floor: null, floorSince: null, floorUntil: null } as const

/** The floor as it is given up, with how long it was held; null when nobody has it, or not this point. */
export function floorOver(
  session: Session,
  actor: string,
  point: string | null = session.floor,
): { session: typeof NOBODY; event: Happened } | null {
  if (!session.floor || session.floor !== point) return null
  const at = Date.now()
  const lastedMs = at - (session.floorSince ?? at)
  const overMs = session.floorUntil === null ? 0 : Math.max(0, at - session.floorUntil)
  const event = { at, actor, kind: 'floor-ended', point: session.floor, detail: { lastedMs, overMs } }
  return { session: NOBODY, event }
}

/** What the session lets go of when a point goes: the wall, the floor, its raised hand. */
export function outOf(session: Session, point: Point, actor: string) {
  const dark = session.spotlight === point.id
  const over = floorOver(session, actor, point.id)
  const at = Date.now()
  const room = withoutPoint(session.room, point.id)
  return {
    session: {
      ...(dark ? { spotlight: null, spotlightAt: null } : {}),
      ...(room === session.room ? {} : { room }),
      ...over?.session,
    },
    point: { muted: true, hand: null } satisfies Partial<Point>,
    events: [
      ...(dark
        ? [{ at, actor, kind: 'spotlight-ended', point: point.id, detail: { unit: point.unit } }]
        : []),
      ...(over ? [over.event] : []),
    ] satisfies Happened[],
  }
}

/** Who speaks: asked for by the points, given and taken back by the chair. Every microphone but theirs is closed. */
export class Floor {
  readonly #book: SessionBook
  readonly #seats: Seats
  constructor(book: SessionBook, seats: Seats) {
    this.#book = book
    this.#seats = seats
  }

  /**
   * Gives the floor to a point, for so many seconds or without a limit, and takes it from whoever has it; null only
   * takes it back. The time that is over is shown and counted, nobody is cut off. Throws BRIDGE_NOT_PRESENT.
   */
  async give(
    by: AccountPrincipal,
    session: Session,
    id: string | null,
    seconds: number | null,
  ): Promise<void> {
    const before = session.floor
    const actor = actorOf(by)
    await this.#book.commit(session, () => {
      const points = new Map<string, Partial<Point>>()
      const events: Happened[] = []
      const over = floorOver(session, actor)
      if (over && session.floor !== id) {
        events.push(over.event)
        points.set(session.floor ?? '', { muted: true })
      }
      if (!id) return over ? { change: { session: NOBODY, points }, events } : null
      const point = this.#book.needPoint(session, id)
      if (!isPresent(point)) throw new BridgeError('BRIDGE_NOT_PRESENT', { point: id })
      if (point.role === 'chair') return null
      const now = Date.now()
      const waitedMs = point.hand === null ? null : now - point.hand
      points.set(id, { muted: false, hand: null })
      events.push({ at: now, actor, kind: 'floor-given', point: id, detail: { seconds, waitedMs } })
      const change: Change = {
        session: {
          floor: id,
          floorSince: session.floor === id ? session.floorSince : now,
          floorUntil: seconds === null ? null : now + seconds * 1_000,
        },
        points,
      }
      return { change, events }
    })
    if (before && before !== id) this.#seats.setHeard(session.id, before, false)
    if (id && session.floor === id) this.#seats.setHeard(session.id, id, true)
  }

  /** A point asks for the floor, or no longer does. Asking twice keeps its place. */
  async hand(session: Session, point: Point, up: boolean): Promise<void> {
    await this.#book.commit(session, () => {
      if (up === (point.hand !== null) || (up && session.floor === point.id)) return null
      const at = Date.now()
      return {
        change: { points: new Map([[point.id, { hand: up ? at : null }]]) },
        events: [
          {
            at,
            actor: `point:${point.unit}`,
            kind: up ? 'hand-up' : 'hand-down',
            point: point.id,
            detail: {},
          },
        ],
      }
    })
  }
}
