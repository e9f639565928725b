import type { FastifyInstance } from 'fastify'
import type {
  ReadinessBoard,
  ReadinessFacts,
  ReadinessFor,
  ReadinessRow,
} from '../../../shared/api/readiness.ts'
import { boardOf, judgeReadiness, readinessState } from '../../../shared/readiness.ts'
import type { Principal } from '../../access/index.ts'
import { actorOf } from '../../access/index.ts'
import { dayOf, nameOn } from '../../catalogue/index.ts'
import { transaction } from '../../db/index.ts'
import type { SessionBook } from '../book.ts'
import { type Booking, bookingOfSession, readBooking } from '../bookings/store.ts'
import { BridgeError } from '../problem.ts'
import { ownPoint } from '../rights.ts'
import type { Session } from '../session.ts'
import { insertCheck, newestChecks } from './store.ts'

/** For whom and for what somebody may answer. */
type Asked = { booking: string | null; session: string | null; unitId: number; actor: string }

/** What points found of themselves before a session, kept as it was measured. */
export class Readiness {
  readonly #app: FastifyInstance
  readonly #book: SessionBook
  constructor(app: FastifyInstance, book: SessionBook) {
    this.#app = app
    this.#book = book
  }

  /** Whom this person or link answers for. Throws BRIDGE_NOT_INVITED, BRIDGE_NOT_FOUND, BRIDGE_ENDED, BOOKING_CLOSED. */
  async asked(p: Principal, of: ReadinessFor): Promise<Asked> {
    if (p.kind === 'point') {
      const session = await this.#book.need(p.sessionId)
      const point = ownPoint(p, session)
      if (!point) throw new BridgeError('BRIDGE_NOT_INVITED')
      return { booking: null, session: session.id, unitId: point.unitId, actor: `point:${point.unit}` }
    }
    if (p.kind !== 'account' || p.role !== 'agency') throw new BridgeError('BRIDGE_NOT_INVITED')
    const actor = actorOf(p)
    if (of.session !== undefined) {
      const session = await this.#book.need(of.session)
      const point = ownPoint(p, session)
      if (!point) throw new BridgeError('BRIDGE_NOT_INVITED')
      return { booking: null, session: session.id, unitId: point.unitId, actor }
    }
    const booking = of.booking === undefined ? null : await readBooking(this.#app.db.pool, of.booking)
    if (!booking?.points.some((x) => x.unitId === p.unitId)) throw new BridgeError('BRIDGE_NOT_INVITED')
    if (booking.cancelledAt !== null) throw new BridgeError('BOOKING_CLOSED', { booking: booking.id })
    // What was opened meanwhile is tested as the session that it became.
    const { session } = booking
    return { booking: session ? null : booking.id, session, unitId: p.unitId, actor }
  }

  /** Keeps what was measured, with its entry in the audit. Throws as `asked`. */
  async report(
    p: Principal,
    of: ReadinessFor,
    facts: ReadinessFacts,
    device: string,
    address: string,
  ): Promise<void> {
    const { booking, session, unitId, actor } = await this.asked(p, of)
    const items = judgeReadiness(facts)
    await transaction(this.#app.db.pool, async (client) => {
      await insertCheck(client, { booking, session, unitId, actor, device, facts })
      await this.#app.audit.record(
        {
          actor,
          action: 'readiness.reported',
          subject: booking ?? session ?? '',
          detail: { device, ...Object.fromEntries(items.map((i) => [i.item, i.why ?? i.state])) },
          address,
        },
        client,
      )
    })
    this.#app.bus.emit('bookings')
  }

  /** Of a booking's points that did not decline; with `own` that unit's alone. */
  async ofBooking(booking: Booking, own: number | null): Promise<ReadinessBoard> {
    const units = booking.points.filter((p) => p.attends !== false).map((p) => p.unitId)
    return this.#board(units, booking.id, booking.session, own, booking.startsAt)
  }

  async ofSession(session: Session, own: number | null): Promise<ReadinessBoard> {
    const booking = await bookingOfSession(this.#app.db.readPool, session.id)
    const units = [...session.points.values()].filter((p) => p.role === 'point').map((p) => p.unitId)
    return this.#board(units, booking?.id ?? null, session.id, own, session.openedAt)
  }

  async #board(
    units: readonly number[],
    booking: string | null,
    session: string | null,
    own: number | null,
    at: number,
  ): Promise<ReadinessBoard> {
    const checks = await newestChecks(this.#app.db.readPool, booking, session)
    const now = this.#app.catalogue.now()
    const rows = units
      .filter((id) => own === null || id === own)
      .map((id): ReadinessRow => {
        const check = checks.find((c) => c.unitId === id)
        const unit = now.unitById(id)
        const { vi, en } = unit ? nameOn(unit, dayOf(at)) : { vi: '?', en: '?' }
        const items = judgeReadiness(check?.facts ?? null)
        return {
          unit: { code: unit?.code ?? '?', name: { vi, en } },
          state: readinessState(items),
          items,
          at: check?.at ?? null,
          actor: check?.actor ?? null,
          device: check?.device ?? null,
          facts: check?.facts ?? null,
        }
      })
    return boardOf(rows)
  }
}
