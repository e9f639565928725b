import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { DutyPerson, HolderView, Position, ShiftNow } from '../../shared/api/shifts.ts'
import { dayNumber, dayText } from '../../shared/calendar.ts'
import { RequestError } from '../../shared/refusal.ts'
import {
  type Shift,
  type ShiftPlan,
  type ShiftRef,
  sameShift,
  shiftAfter,
  shiftAt,
  shiftNamed,
  shiftToStand,
  watchNotes,
} from '../../shared/shift.ts'
import type { AccountPrincipal } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { PresenceWatch } from './presence.ts'
import {
  type EndKind,
  endWatch,
  lockWatches,
  openWatch,
  readPeople,
  readPlans,
  readPositions,
  readRoster,
  readWatches,
  type Watch,
} from './store.ts'

export type By = { person: AccountPrincipal; address: string }
type Told = { vi: string; en: string }

/** Positions, the shift of the hour, and who stands watch. What is committed is read anew, so that all agree. */
export class Shifts {
  readonly #app: FastifyInstance
  readonly presence: PresenceWatch
  #positions: Position[] = []
  #plans: ShiftPlan[] = []
  #watches: Watch[] = []

  constructor(app: FastifyInstance) {
    this.#app = app
    this.presence = new PresenceWatch(app, {
      holders: () => [...new Set(this.#watches.map((w) => w.account))],
      changed: () => app.bus.emit('shifts'),
      ended: (account) => this.#accountEnded(account),
    })
  }

  async load(): Promise<void> {
    const { pool } = this.#app.db
    this.#positions = await readPositions(pool)
    this.#plans = await readPlans(pool)
    this.#watches = await readWatches(pool)
  }
  /** After a commit that changed any of it. */
  async changed(): Promise<void> {
    await this.load()
    this.#app.bus.emit('shifts')
  }

  positions = (): Position[] => this.#positions
  plans = (): readonly ShiftPlan[] => this.#plans
  position(id: string): Position {
    const found = this.#positions.find((p) => p.id === id)
    if (!found) throw new RequestError('NOT_FOUND', { position: id })
    return found
  }
  chief = (): Position | null => this.#positions.find((p) => p.chief) ?? null
  now = (at = Date.now()): Shift => shiftAt(this.#plans, at)
  named = (ref: ShiftRef): Shift | null => shiftNamed(this.#plans, ref)
  /** The shift that somebody who comes now stands for. */
  toStand = (at = Date.now()): Shift => shiftToStand(this.#plans, at)
  /** Everybody who may stand watch here. */
  people = (): Promise<DutyPerson[]> => readPeople(this.#app.db.pool, this.#app.catalogue.now().nation().id)
  watches = (): readonly Watch[] => this.#watches
  watchesOf = (account: number): Watch[] => this.#watches.filter((w) => w.account === account)
  holdsChief(account: number): boolean {
    const chief = this.chief()
    return this.#watches.some((w) => w.account === account && w.position === chief?.id)
  }

  holders(position: string): HolderView[] {
    return this.#watches
      .filter((w) => w.position === position)
      .map(({ account, username, displayName, since, shift }) => {
        const { presence, since: presenceSince } = this.presence.of(account)
        return { account, username, displayName, since, shift, presence, presenceSince }
      })
  }

  async view(p: AccountPrincipal): Promise<ShiftNow> {
    const shift = this.now()
    const next = shiftAfter(this.#plans, shift)
    const planned = await readRoster(this.#app.db.readPool, shift.day, next.day)
    const of = (position: string, s: Shift): DutyPerson[] =>
      planned
        .filter((r) => r.position === position && sameShift(r, s))
        .map(({ account, username, displayName }) => ({ account, username, displayName }))
    const holders = this.#positions.flatMap((x) =>
      this.holders(x.id).map((h) => {
        const end = this.named(h.shift)?.to ?? shift.to
        return { position: x.id, ...h, over: end <= shift.from ? end : null }
      }),
    )
    const nameOf = (account: number) => holders.find((h) => h.account === account)?.displayName ?? ''
    return {
      shift,
      next,
      positions: this.#positions.map((x) => ({
        position: x,
        holders: this.holders(x.id),
        planned: of(x.id, shift),
        plannedNext: of(x.id, next),
      })),
      notes: watchNotes(this.#positions, holders).map((n) =>
        'account' in n ? { ...n, displayName: nameOf(n.account) } : n,
      ),
      mine: this.watchesOf(p.id).map((w) => w.position),
      mayHold: p.role === 'duty' || p.role === 'administrator',
      mayPlan: p.role === 'administrator' || p.role === 'leader' || this.holdsChief(p.id),
    }
  }

  /** Throws POSITION_HELD when all seats are taken, HOLDER_HERE when who is to be taken over sits at a page. */
  async signIn(by: By, id: string, takeOver: { account: number; reason: string } | null): Promise<void> {
    const position = this.position(id)
    const { person } = by
    const said = await transaction(this.#app.db.pool, async (client) => {
      await lockWatches(client)
      const watches = (await readWatches(client)).filter((w) => w.position === id)
      if (watches.some((w) => w.account === person.id))
        throw new RequestError('CONFLICT', { position: id, reason: 'HELD_BY_YOU' })
      let replaced: Watch | null = null
      if (takeOver) {
        replaced = watches.find((w) => w.account === takeOver.account) ?? null
        if (!replaced) throw new RequestError('CONFLICT', { position: id, reason: 'HOLDER_CHANGED' })
        const here = this.presence.of(replaced.account).presence === 'here'
        if (here && person.role !== 'administrator' && !this.holdsChief(person.id))
          throw new RequestError('HOLDER_HERE', { position: id, holder: replaced.displayName })
        const end = { kind: 'taken-over' as const, by: `account:${person.username}`, reason: takeOver.reason }
        await endWatch(client, replaced.id, end)
      } else if (watches.length >= position.seats)
        throw new RequestError('POSITION_HELD', {
          position: id,
          holder: watches.map((w) => w.displayName).join(', '),
        })
      const shift = this.toStand()
      await openWatch(client, id, person.id, shift)
      const detail = { ...shift, ...(replaced ? { from: replaced.username, why: takeOver?.reason } : {}) }
      await this.#record(by, replaced ? 'position.taken-over' : 'position.signed-in', id, detail, client)
      return replaced
        ? {
            vi: `${person.displayName} nhận thay ${replaced.displayName} tại vị trí ${position.name.vi}: ${takeOver?.reason}`,
            en: `${person.displayName} took over ${position.name.en} from ${replaced.displayName}: ${takeOver?.reason}`,
          }
        : {
            vi: `${person.displayName} nhận vị trí ${position.name.vi}`,
            en: `${person.displayName} signed in to ${position.name.en}`,
          }
    })
    await this.changed()
    this.tell(said, 'position.signed-in', id, `account:${person.username}`)
  }

  /** Without a handover, which is why it wants a reason. */
  async leave(by: By, id: string, reason: string): Promise<void> {
    const position = this.position(id)
    const { person } = by
    await transaction(this.#app.db.pool, async (client) => {
      await lockWatches(client)
      const own = (await readWatches(client)).find((w) => w.position === id && w.account === person.id)
      if (!own) throw new RequestError('CONFLICT', { position: id, reason: 'NOT_HELD' })
      await endWatch(client, own.id, { kind: 'left', by: `account:${person.username}`, reason })
      await this.#record(by, 'position.left', id, { reason }, client)
    })
    await this.changed()
    const alone = this.holders(id).length === 0
    this.tell(
      {
        vi: `${person.displayName} rời vị trí ${position.name.vi}, không bàn giao: ${reason}${alone ? '. Vị trí đang không có người' : ''}`,
        en: `${person.displayName} left ${position.name.en} without a handover: ${reason}${alone ? '. Nobody holds it now' : ''}`,
      },
      'position.left',
      id,
      `account:${person.username}`,
    )
  }

  /** Inside a handover's transaction: the seat passes from one to the other for the shift that comes. */
  async passOn(
    client: pg.ClientBase,
    pass: { position: string; from: number; to: number; shift: ShiftRef; kind: EndKind; by: string },
  ): Promise<void> {
    await lockWatches(client)
    const watches = (await readWatches(client)).filter((w) => w.position === pass.position)
    const from = watches.find((w) => w.account === pass.from)
    if (!from) throw new RequestError('CONFLICT', { position: pass.position, reason: 'NOT_HELD' })
    await endWatch(client, from.id, { kind: pass.kind, by: pass.by, reason: null })
    if (!watches.some((w) => w.account === pass.to))
      await openWatch(client, pass.position, pass.to, pass.shift)
  }

  /** Who gave or took in the name of the system or a person, for the log. */
  tell(text: Told, kind: string, position: string, actor: string | null): void {
    const subject = `position:${position}`
    this.#app.bus.emit('logbook', { at: Date.now(), kind, subject, text, actor, detail: { position } })
  }

  async #accountEnded(account: number): Promise<void> {
    const own = this.watchesOf(account)
    await transaction(this.#app.db.pool, async (client) => {
      await lockWatches(client)
      for (const w of own) {
        await endWatch(client, w.id, { kind: 'account-ended', by: 'system', reason: null })
        await this.#app.audit.record(
          {
            actor: 'system',
            action: 'position.account-ended',
            subject: `position:${w.position}`,
            detail: { account: w.username },
          },
          client,
        )
      }
    })
    await this.changed()
    for (const w of own) {
      const name = this.position(w.position).name
      this.tell(
        {
          vi: `Vị trí ${name.vi} không còn người: tài khoản của ${w.displayName} đã ngừng`,
          en: `Nobody holds ${name.en}: the account of ${w.displayName} has ended`,
        },
        'position.account-ended',
        w.position,
        null,
      )
    }
  }

  #record(by: By, action: string, position: string, detail: object, client: pg.ClientBase): Promise<void> {
    const { person, address } = by
    const act = { actor: `account:${person.username}`, action, subject: `position:${position}`, address }
    return this.#app.audit.record({ ...act, detail: { ...detail } }, client)
  }
}

export const today = (): string => dayText(dayNumber(Date.now()))
