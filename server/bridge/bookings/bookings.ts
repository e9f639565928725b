import type { FastifyInstance } from 'fastify'
import type { AnswerInput, BookingInput } from '../../../shared/api/bookings.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { type AccountPrincipal, actorOf } from '../../access/index.ts'
import { needUnit } from '../../catalogue/index.ts'
import { transaction } from '../../db/index.ts'
import type { Commands, Invitation } from '../commands.ts'
import { newId } from '../link.ts'
import { BridgeError } from '../problem.ts'
import { CHAIR_ROLES, mayChair, type Rights } from '../rights.ts'
import {
  answerBooking,
  type Booking,
  cancelBooking,
  insertBooking,
  lockBooking,
  type NewBooking,
  openedBooking,
  readBooking,
  readChairs,
  updateBooking,
} from './store.ts'

type By = { person: AccountPrincipal; address: string }

/** Sessions prepared beforehand. Every act is committed with its entry in the audit, or did not happen. */
export class Bookings {
  readonly #app: FastifyInstance
  readonly #rights: Rights
  readonly #commands: Commands
  constructor(app: FastifyInstance, rights: Rights, commands: Commands) {
    this.#app = app
    this.#rights = rights
    this.#commands = commands
  }

  /** People whom somebody of this scope may ask to chair. */
  async chairs(person: AccountPrincipal): Promise<{ id: number; name: string }[]> {
    const list = await readChairs(this.#app.db.readPool, CHAIR_ROLES)
    return list.filter((c) => this.#rights.mayInvite(person, c.unitId)).map(({ id, name }) => ({ id, name }))
  }

  /** Throws UNIT_ENDED, BAD_REQUEST, BOOKING_PAST, FORBIDDEN. */
  async book(by: By, input: BookingInput): Promise<string> {
    const booking = await this.#checked(by.person, newId(), input)
    await this.#commit(by, 'booking.made', booking.id, { title: booking.title }, (client) =>
      insertBooking(client, booking, by.person.id),
    )
    return booking.id
  }

  /** The answers of points that are still asked stay. Throws as `book`, and BOOKING_CLOSED. */
  async change(by: By, id: string, input: BookingInput): Promise<void> {
    const booking = await this.#checked(by.person, id, input)
    await this.#commit(by, 'booking.changed', id, { title: booking.title }, async (client) => {
      this.#needOpen(by.person, await lockBooking(client, id), id)
      await updateBooking(client, booking)
    })
  }

  /** Throws BOOKING_CLOSED. */
  async cancel(by: By, id: string, reason: string): Promise<void> {
    await this.#commit(by, 'booking.cancelled', id, { reason }, async (client) => {
      this.#needOpen(by.person, await lockBooking(client, id), id)
      await cancelBooking(client, id, reason)
    })
  }

  /** A point says who comes, or that nobody does; a duty officer may enter it for one. Throws BOOKING_CLOSED. */
  async answer(by: By, id: string, input: AnswerInput): Promise<void> {
    await this.#commit(
      by,
      'booking.answered',
      id,
      { unit: input.unit ?? null, attends: input.attends },
      async (client) => {
        const booking = await lockBooking(client, id)
        if (!booking) throw new BridgeError('BRIDGE_NOT_FOUND', { booking: id })
        if (booking.cancelledAt !== null) throw new BridgeError('BOOKING_CLOSED', { booking: id })
        const own = by.person.role === 'agency' ? by.person.unitId : null
        const asked = booking.points.find((p) => {
          const code = this.#app.catalogue.now().unitById(p.unitId)?.code
          return own === null ? code === input.unit : p.unitId === own
        })
        if (!asked || (own === null && !this.#mayDirect(by.person, booking)))
          throw new RequestError('FORBIDDEN')
        const { attends, delegates, note, technician } = input
        await answerBooking(client, id, asked.unitId, {
          attends,
          delegates,
          note,
          technician,
          by: by.person.id,
        })
      },
    )
  }

  /**
   * Opens the session of a booking: its points that did not decline are invited, its chair is the one that was asked.
   * Throws BOOKING_CLOSED (with the session when it was opened already), BRIDGE_FULL, UNIT_ENDED.
   */
  async open(by: By, id: string): Promise<{ session: string; invitations: Invitation[] }> {
    const booking = this.#needOpen(by.person, await readBooking(this.#app.db.pool, id), id)
    const now = Date.now()
    const units = booking.points
      .filter((p) => p.attends !== false)
      .map(
        (p) =>
          needUnit(
            this.#app.catalogue.now(),
            this.#app.catalogue.now().unitById(p.unitId)?.code ?? '',
            now,
            'units',
          ).code,
      )
    const chair = { id: booking.chairId, displayName: booking.chairName, unitId: booking.chairUnitId }
    let opened: string | null = null
    const made = await this.#commands.create(by.person, booking.title, units, null, {
      chair,
      lobby: booking.lobby,
      within: async (client, session) => {
        const locked = await lockBooking(client, id)
        opened = locked?.session ?? null
        if (opened) throw new BridgeError('BOOKING_CLOSED', { booking: id, session: opened })
        await openedBooking(client, id, session)
        await this.#record(by, 'booking.opened', id, { session }, client)
      },
    })
    this.#app.bus.emit('bookings')
    return { session: made.session.id, invitations: made.invitations }
  }

  #mayDirect(person: AccountPrincipal, booking: Booking): boolean {
    return mayChair(person) && this.#rights.mayInvite(person, booking.chairUnitId)
  }

  #needOpen(person: AccountPrincipal, booking: Booking | null, id: string): Booking {
    if (!booking) throw new BridgeError('BRIDGE_NOT_FOUND', { booking: id })
    if (!this.#mayDirect(person, booking)) throw new RequestError('FORBIDDEN')
    if (booking.cancelledAt !== null || booking.session !== null)
      throw new BridgeError('BOOKING_CLOSED', { booking: id, session: booking.session })
    return booking
  }

  async #checked(person: AccountPrincipal, id: string, input: BookingInput): Promise<NewBooking> {
    if (input.startsAt + input.minutes * 60_000 <= Date.now()) throw new BridgeError('BOOKING_PAST')
    const catalogue = this.#app.catalogue.now()
    const unit = (code: string, field: string) => needUnit(catalogue, code, input.startsAt, field)
    const units = input.units.map((code) => unit(code, 'units'))
    if (units.some((u) => !this.#rights.mayInvite(person, u.id))) throw new RequestError('FORBIDDEN')
    const chairId = input.chair ?? person.id
    if (chairId !== person.id && !(await this.chairs(person)).some((c) => c.id === chairId))
      throw new RequestError('BAD_REQUEST', { field: 'chair', value: chairId })
    const items = input.agenda.map((item) => {
      for (const code of item.indicators)
        if (!catalogue.indicator(code))
          throw new RequestError('BAD_REQUEST', { field: 'indicators', value: code })
      const { title, minutes, indicators } = item
      return {
        title: title.trim(),
        minutes,
        indicators,
        unitId: item.unit ? unit(item.unit, 'agenda').id : null,
      }
    })
    const { startsAt, minutes, template, lobby } = input
    return {
      id,
      title: input.title.trim(),
      startsAt,
      minutes,
      template,
      lobby,
      chairId,
      units: units.map((u) => u.id),
      items,
    }
  }

  async #commit(
    by: By,
    action: string,
    id: string,
    detail: Record<string, unknown>,
    work: (client: Parameters<typeof lockBooking>[0]) => Promise<void>,
  ): Promise<void> {
    await transaction(this.#app.db.pool, async (client) => {
      await work(client)
      await this.#record(by, action, id, detail, client)
    })
    this.#app.bus.emit('bookings')
  }

  #record(
    by: By,
    action: string,
    subject: string,
    detail: Record<string, unknown>,
    client: Parameters<FastifyInstance['audit']['record']>[1],
  ): Promise<void> {
    return this.#app.audit.record(
      { actor: actorOf(by.person), action, subject, detail, address: by.address },
      client,
    )
  }
}
