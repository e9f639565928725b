import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { HandoverView } from '../../shared/api/handover.ts'
import { type HandoverAct, handoverAfter, handoverFault } from '../../shared/handover.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type ShiftRef, sameShift, shiftHandedTo } from '../../shared/shift.ts'
import { transaction } from '../db/index.ts'
import type { By } from '../shifts/index.ts'
import { draftOf, openNow } from './draft.ts'
import { type DraftItem, newSince } from './news.ts'
import {
  type Handover,
  insertDraft,
  insertHandover,
  insertStep,
  lockPosition,
  readHandover,
  readOpen,
  readPerson,
} from './store.ts'
import { handoverView } from './view.ts'

/** From one shift to the next: drafted, walked through, signed by both. Until the second signature nothing has passed. */
export class Handovers {
  readonly #app: FastifyInstance
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** A new one takes the place of the one that nobody finished. Throws CONFLICT when the position is not held by who asks. */
  async open(by: By, position: string, incoming: number | null): Promise<HandoverView> {
    const { shifts } = this.#app
    const name = shifts.position(position)
    const own = shifts.watchesOf(by.person.id).find((w) => w.position === position)
    if (!own) throw new RequestError('CONFLICT', { position, reason: 'NOT_HELD' })
    const items = draftOf(await openNow(this.#app), Date.now())
    const next = shiftHandedTo(shifts.plans(), own.shift, Date.now())
    const id = await transaction(this.#app.db.pool, async (client) => {
      await lockPosition(client, position)
      for (const old of await readOpen(client, position)) {
        await insertStep(client, old.id, { kind: 'superseded', account: by.person.id })
        await this.#record(by, 'handover.superseded', old.id, {}, client)
      }
      const h = { position, shift: own.shift, next, outgoing: by.person.id }
      const made = await insertHandover(client, h)
      await insertDraft(client, made, items)
      await insertStep(client, made, { kind: 'opened', account: by.person.id })
      if (incoming !== null) await this.#name(client, made, by, incoming)
      await this.#record(by, 'handover.opened', made, { position, items: items.length }, client)
      return made
    })
    this.#told(
      'handover.opened',
      id,
      {
        vi: `${by.person.displayName} lập biên bản bàn giao vị trí ${name.name.vi}, ${items.length} mục`,
        en: `${by.person.displayName} drafted the handover of ${name.name.en}, ${items.length} items`,
      },
      by,
      position,
    )
    return this.#view(id, by)
  }

  name = (by: By, id: number, account: number) =>
    this.#act(by, id, 'name', async (client, h) => {
      await this.#name(client, h.id, by, account)
    })

  check = (by: By, id: number, item: string, remark: string) =>
    this.#act(by, id, 'check', async (client, h) => {
      if (!h.items.some((i) => i.key === item)) throw new RequestError('NOT_FOUND', { item })
      await insertStep(client, id, { kind: 'checked', account: by.person.id, item, remark: remark.trim() })
    })

  /** What is open now; what was checked and is still open stays checked. */
  async refresh(by: By, id: number): Promise<HandoverView> {
    const items = draftOf(await openNow(this.#app), Date.now())
    return this.#act(by, id, 'refresh', (client) => insertDraft(client, id, items))
  }

  giveBack = (by: By, id: number, reason: string) =>
    this.#act(by, id, 'return', (client) =>
      insertStep(client, id, { kind: 'returned', account: by.person.id, remark: reason }),
    )

  async withdraw(by: By, id: number, reason: string): Promise<HandoverView> {
    return this.#act(by, id, 'withdraw', async (client) => {
      await insertStep(client, id, { kind: 'superseded', account: by.person.id, remark: reason })
    })
  }

  /** The outgoing's signature, then the incoming's; with the second the position passes and the log is closed. */
  async sign(by: By, id: number, password: string): Promise<HandoverView> {
    await this.#app.access.confirmPassword(by.person.id, password)
    const items = draftOf(await openNow(this.#app), Date.now())
    const told = await this.#in(by, id, 'sign', async (client, h) => {
      const first = handoverAfter(h.steps).state === 'open'
      const content = contentHash(h)
      // Before each signature: what opens between the two is on no paper either.
      this.#sayStale(h, items)
      if (first) {
        const detail = { content }
        await insertStep(client, id, { kind: 'signed-outgoing', account: by.person.id, detail })
        await this.#record(by, 'handover.signed-outgoing', id, detail, client)
        return false
      }
      const signed = h.steps.findLast((s) => s.kind === 'signed-outgoing')
      // Nothing that is signed can change; only how it is hashed, from one version of the system to the next.
      if (signed?.detail.content !== content) throw new RequestError('HANDOVER_OLD', { handover: id })
      await this.#pass(client, h, by, { kind: 'signed-incoming', remark: null, next: h.next })
      return true
    })
    if (told) await this.#passed(id, by)
    return this.#view(id, by)
  }

  /** Nobody came: the chief takes the position over, with a reason, and the outgoing may go. */
  async relieve(by: By, id: number, reason: string, password: string): Promise<HandoverView> {
    await this.#app.access.confirmPassword(by.person.id, password)
    await this.#in(by, id, 'relieve', (client, h) => {
      // A draft that lies since the shift before names one that is over.
      const next = this.#nextOf(h)
      return this.#pass(client, h, by, { kind: 'relieved', remark: reason, next })
    })
    await this.#passed(id, by)
    return this.#view(id, by)
  }

  #nextOf({ shift }: Handover): ShiftRef {
    const { day, no } = shiftHandedTo(this.#app.shifts.plans(), shift, Date.now())
    return { day, no }
  }

  /** What both sign is what is open, and for the shift that comes now. Throws HANDOVER_STALE, HANDOVER_SHIFT. */
  #sayStale(h: Handover, items: readonly DraftItem[]): void {
    const fresh = newSince(h.items, items)
    if (fresh.length)
      throw new RequestError('HANDOVER_STALE', { handover: h.id, items: fresh.map((i) => i.text.vi) })
    const next = this.#nextOf(h)
    if (!sameShift(next, h.next))
      throw new RequestError('HANDOVER_SHIFT', { handover: h.id, shift: `${next.day}/${next.no}` })
  }

  async #pass(
    client: pg.PoolClient,
    h: Handover,
    by: By,
    { kind, remark, next }: { kind: 'signed-incoming' | 'relieved'; remark: string | null; next: ShiftRef },
  ): Promise<void> {
    const { shifts, logbook } = this.#app
    const whole = shifts.position(h.position).chief
    // The same shift goes on under another, or another of the same position stays in it.
    const stays = shifts.watches().some((w) => {
      const colleague = w.position === h.position && w.account !== h.outgoing.account
      return colleague && sameShift(w.shift, h.shift)
    })
    const goesOn = stays || sameShift(h.shift, next)
    await shifts.passOn(client, {
      ...{ position: h.position, from: h.outgoing.account, to: by.person.id, shift: next },
      ...{ kind: kind === 'relieved' ? 'relieved' : 'handed-over', by: `account:${by.person.username}` },
    })
    const log = await logbook.lock(client, h.shift, whole ? null : h.position, goesOn)
    const detail = { content: contentHash(h), ...log, whole, next }
    await insertStep(client, h.id, { kind, account: by.person.id, remark, detail })
    await this.#record(
      by,
      `handover.${kind}`,
      h.id,
      { ...detail, ...(remark ? { reason: remark } : {}) },
      client,
    )
  }

  async #passed(id: number, by: By): Promise<void> {
    await this.#app.shifts.changed()
    this.#app.bus.emit('log')
    const h = await readHandover(this.#app.db.pool, id)
    const name = h && this.#app.shifts.position(h.position).name
    if (!h || !name) return
    const { displayName } = h.outgoing
    const text =
      handoverAfter(h.steps).state === 'relieved'
        ? {
            vi: `${by.person.displayName} cho ${displayName} rời vị trí ${name.vi} khi người nhận vắng: ${h.steps.at(-1)?.remark ?? ''}`,
            en: `${by.person.displayName} relieved ${displayName} of ${name.en} with nobody there to take over: ${h.steps.at(-1)?.remark ?? ''}`,
          }
        : {
            vi: `${displayName} đã bàn giao vị trí ${name.vi} cho ${by.person.displayName}, ${h.items.length} mục`,
            en: `${displayName} handed ${name.en} over to ${by.person.displayName}, ${h.items.length} items`,
          }
    this.#told('handover.done', id, text, by, h.position)
  }

  async #name(client: pg.ClientBase, id: number, by: By, account: number): Promise<void> {
    const nation = this.#app.catalogue.now().nation().id
    if (!(await readPerson(client, account, nation))) throw new RequestError('NOT_FOUND', { account })
    const h = await readHandover(client, id)
    if (h?.outgoing.account === account) throw new RequestError('SAME_PERSON', { account })
    await insertStep(client, id, { kind: 'incoming', account: by.person.id, names: account })
  }

  async #act(
    by: By,
    id: number,
    act: HandoverAct,
    work: (client: pg.PoolClient, h: Handover) => Promise<void>,
  ): Promise<HandoverView> {
    await this.#in(by, id, act, async (client, h) => {
      await work(client, h)
      await this.#record(by, `handover.${act}`, id, {}, client)
    })
    this.#app.bus.emit('shifts')
    return this.#view(id, by)
  }

  /** Judges the act again under the lock of its position. */
  async #in<T>(
    by: By,
    id: number,
    act: HandoverAct,
    work: (client: pg.PoolClient, h: Handover) => Promise<T>,
  ): Promise<T> {
    const known = await readHandover(this.#app.db.pool, id)
    if (!known) throw new RequestError('NOT_FOUND', { handover: id })
    return transaction(this.#app.db.pool, async (client) => {
      await lockPosition(client, known.position)
      const h = await readHandover(client, id)
      if (!h) throw new RequestError('NOT_FOUND', { handover: id })
      const fault = handoverFault(handoverAfter(h.steps), h.items, this.who(by, h), act)
      if (fault) throw new RequestError(fault, { handover: id })
      return work(client, h)
    })
  }

  who(by: By, h: Handover) {
    const { person } = by
    const chief = person.role === 'administrator' || this.#app.shifts.holdsChief(person.id)
    return { account: person.id, outgoing: h.outgoing.account, chief }
  }

  async #view(id: number, by: By): Promise<HandoverView> {
    const h = await readHandover(this.#app.db.pool, id)
    if (!h) throw new RequestError('NOT_FOUND', { handover: id })
    return handoverView(this.#app, h, this.who(by, h))
  }

  #told(kind: string, id: number, text: { vi: string; en: string }, by: By, position: string): void {
    const actor = `account:${by.person.username}`
    const subject = `handover:${id}`
    this.#app.bus.emit('logbook', { at: Date.now(), kind, subject, text, actor, detail: { position } })
    this.#app.bus.emit('shifts')
  }
  #record(by: By, action: string, id: number, detail: object, client: pg.ClientBase): Promise<void> {
    const act = {
      actor: `account:${by.person.username}`,
      action,
      subject: `handover:${id}`,
      address: by.address,
    }
    return this.#app.audit.record({ ...act, detail: { ...detail } }, client)
  }
}

/** SHA-256 over what both see and sign: who, which shift, each item with both remarks. */
export function contentHash(h: Handover): string {
  const { checked, given, incoming } = handoverAfter(h.steps)
  const items = h.items.map((i) => {
    const remarks = [checked, given].map((ticks) => ticks.get(i.key)?.remark ?? '')
    return [i.key, i.text.vi, i.note.vi, ...remarks]
  })
  const words = [h.id, h.position, h.shift, h.next, h.outgoing.account, incoming, items]
  return createHash('sha256').update(JSON.stringify(words)).digest('hex')
}
