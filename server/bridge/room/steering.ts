import { type Layout, type WallLayoutKind, wallCan } from '../../../shared/room.ts'
import { type AccountPrincipal, actorOf } from '../../access/index.ts'
import type { Change, Happened, SessionBook } from '../book.ts'
import { BridgeError } from '../problem.ts'
import { chairOf, isPresent, onWall, type Point, type Session } from '../session.ts'

type Planned = { change: Change; events: Happened[] } | null

/** What stands in the room and on the wall: chosen by whoever directs, on record, the same for every page. */
export class Steering {
  readonly #book: SessionBook
  constructor(book: SessionBook) {
    this.#book = book
  }

  async layout(
    by: AccountPrincipal,
    session: Session,
    kind: Layout['kind'],
    seconds?: number,
  ): Promise<void> {
    await this.#book.commit(session, () => {
      const layout: Layout = { kind, seconds: seconds ?? session.room.layout.seconds }
      if (same(layout, session.room.layout)) return null
      return planned(session, by, { layout }, 'layout', null, { ...layout })
    })
  }

  /**
   * What the wall shows, and who is large on it: the given point, else whoever is, else the speaker or the first present.
   * Throws BRIDGE_WALL_ONE_STREAM, BRIDGE_NOBODY_SHARES, BRIDGE_NOT_PRESENT.
   */
  async wall(
    by: AccountPrincipal,
    session: Session,
    wanted: { kind: WallLayoutKind; seconds?: number | undefined; point?: string | null | undefined },
  ): Promise<void> {
    await this.#book.commit(session, () => {
      const { kind } = wanted
      if (!wallCan(session.driver, kind)) throw new BridgeError('BRIDGE_WALL_ONE_STREAM', { kind })
      if (kind === 'share' && !session.room.share.point) throw new BridgeError('BRIDGE_NOBODY_SHARES')
      const wall = { kind, seconds: wanted.seconds ?? session.room.wall.seconds }
      const everybody = kind === 'grid' || kind === 'tour' || kind === 'share'
      const spotlight = everybody ? null : this.#large(session, wanted.point ?? null)
      if (same(wall, session.room.wall) && spotlight === session.spotlight && session.spotlightAt !== null)
        return null
      const plan = planned(session, by, { wall }, 'wall-layout', spotlight, { ...wall })
      return {
        ...plan,
        change: { session: { ...plan.change.session, spotlight, spotlightAt: Date.now() } },
      }
    })
  }

  /** Whose numbers stand on both ends alike. Throws BRIDGE_NOT_FOUND. */
  async numbers(by: AccountPrincipal, session: Session, id: string | null): Promise<void> {
    await this.#book.commit(session, () => {
      if ((session.room.numbers?.point ?? null) === id) return null
      if (id) this.#book.needPoint(session, id)
      const numbers = id ? { point: id, since: Date.now() } : null
      const kind = id ? 'numbers-shown' : 'numbers-hidden'
      return planned(session, by, { numbers }, kind, id ?? session.room.numbers?.point ?? null)
    })
  }

  /** Lets one point share its screen, and nobody else; null takes it back. Throws BRIDGE_NOT_PRESENT. */
  async grantShare(by: AccountPrincipal, session: Session, id: string | null): Promise<void> {
    await this.#book.commit(session, () => {
      const { share } = session.room
      if (share.point === id) return null
      if (id && !isPresent(this.#book.needPoint(session, id)))
        throw new BridgeError('BRIDGE_NOT_PRESENT', { point: id })
      if (id) {
        const asks = share.asks.filter((a) => a.point !== id)
        const next = { share: { asks, point: id, since: Date.now() } }
        return planned(session, by, next, 'share-granted', id, { before: share.point })
      }
      return this.#shareOver(session, share.point, actorOf(by))
    })
  }

  /** By the point itself. Asking twice keeps its place. */
  async share(session: Session, point: Point, want: 'ask' | 'stop'): Promise<void> {
    await this.#book.commit(session, () => {
      const { share } = session.room
      const actor = `point:${point.unit}`
      if (share.point === point.id) return want === 'stop' ? this.#shareOver(session, point.id, actor) : null
      const asks = share.asks.filter((a) => a.point !== point.id)
      const asked = asks.length !== share.asks.length
      if (asked === (want === 'ask')) return null
      const at = Date.now()
      const next = want === 'ask' ? [...asks, { point: point.id, at }] : asks
      const kind = want === 'ask' ? 'share-asked' : 'share-unasked'
      return {
        change: { session: { room: { ...session.room, share: { ...share, asks: next } } } },
        events: [{ at, actor, kind, point: point.id, detail: {} }],
      }
    })
  }

  #shareOver(session: Session, point: string | null, actor: string): Planned {
    const { room } = session
    const at = Date.now()
    const lastedMs = at - (room.share.since ?? at)
    const wall = room.wall.kind === 'share' ? { ...room.wall, kind: 'data' as const } : room.wall
    const share = { ...room.share, point: null, since: null }
    return {
      change: { session: { room: { ...room, wall, share } } },
      events: [{ at, actor, kind: 'share-ended', point, detail: { lastedMs } }],
    }
  }

  #large(session: Session, wanted: string | null): string {
    const present = (id: string | null) => {
      const point = id ? session.points.get(id) : undefined
      return point && isPresent(point) ? point.id : null
    }
    if (wanted) this.#book.needPoint(session, wanted)
    const found = wanted
      ? present(wanted)
      : (present(session.spotlight) ??
        present(session.floor) ??
        onWall(session).find((id) => id !== chairOf(session).id) ??
        [...session.points.values()].find((p) => p.role === 'point' && isPresent(p))?.id)
    if (!found) throw new BridgeError('BRIDGE_NOT_PRESENT', { point: wanted })
    return found
  }
}

const same = (a: Layout<WallLayoutKind>, b: Layout<WallLayoutKind>) =>
  a.kind === b.kind && (a.kind !== 'tour' || a.seconds === b.seconds)

const planned = (
  session: Session,
  by: AccountPrincipal,
  room: Partial<Session['room']>,
  kind: string,
  point: string | null,
  detail: Record<string, unknown> = {},
) => ({
  change: { session: { room: { ...session.room, ...room } } } satisfies Change,
  events: [{ at: Date.now(), actor: actorOf(by), kind, point, detail }],
})
