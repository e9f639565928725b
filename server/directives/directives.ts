import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ActInput, DirectiveChange, DirectiveInput } from '../../shared/api/directives.ts'
import { mayAct, NEEDS_NOTE, stateAfter } from '../../shared/directive.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { AccountPrincipal } from '../access/index.ts'
import { dayOf, needUnit, type Unit, unitEnded } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import { nextStep, versionOf } from './facts.ts'
import {
  type Directive,
  insertDirective,
  insertStep,
  insertVersion,
  lockDirective,
  sessionExists,
  type Version,
} from './store.ts'
import type { Watcher } from './watcher.ts'

export type By = { person: AccountPrincipal; address: string }

/** What people do with directives; each act is one transaction with its audit entry. */
export class Directives {
  readonly #app: FastifyInstance
  readonly #watcher: Watcher
  constructor(app: FastifyInstance, watcher: Watcher) {
    this.#app = app
    this.#watcher = watcher
  }

  /** One for each addressee. Returns their ids. Throws UNIT_ENDED, BAD_REQUEST. */
  async create(input: DirectiveInput, by: By): Promise<number[]> {
    this.#inTime(input.due)
    const addressees = input.addressees.map((code) => this.#unit(code, 'addressees'))
    const batch = randomUUID()
    const plans = addressees.map((unit) => ({ unit, aim: this.#aim(input.aim, unit) }))
    const { session } = input
    if (session !== null && !(await sessionExists(this.#app.db.pool, session)))
      throw new RequestError('BAD_REQUEST', { field: 'session', value: session })
    return transaction(this.#app.db.pool, async (client) => {
      const ids: number[] = []
      for (const { unit, aim } of plans) {
        const { document } = input
        const of = { indicatorId: aim?.indicatorId ?? null, unitId: aim?.unitId ?? null }
        const simulated = this.#app.trust.counts().simulated
        const fresh = { batch, addresseeId: unit.id, session, document, simulated, ...of }
        const id = await insertDirective(client, fresh, by.person.id)
        const { text, due, priority } = input
        const target = {
          comparator: aim?.comparator ?? null,
          target: aim?.value ?? null,
          targetHigh: aim?.valueHigh ?? null,
          holdDays: aim?.holdDays ?? 0,
        }
        await insertVersion(client, id, { version: 1, text, due, priority, ...target }, by.person.id)
        await insertStep(client, id, { n: 1, kind: 'drafted', note: null, detail: {} }, by.person.id)
        if (input.issue) {
          const held = await lockDirective(client, id)
          if (held) await this.#step(client, held, { act: 'issue', note: null }, { shown: input.shown }, by)
        } else await this.#record(client, id, 'drafted', by, { addressee: unit.code })
        ids.push(id)
      }
      return ids
    })
  }

  /** A new version of what is asked. Throws NOT_FOUND, DIRECTIVE_STATE, BAD_REQUEST. */
  async change(id: number, { text, due, priority, note }: DirectiveChange, by: By): Promise<void> {
    await transaction(this.#app.db.pool, async (client) => {
      const d = await lockDirective(client, id)
      if (!d) throw new RequestError('NOT_FOUND', { directive: id })
      const state = stateAfter(d.steps)
      if (state === 'closed' || state === 'withdrawn') throw new RequestError('DIRECTIVE_STATE', { state })
      const before = versionOf(d)
      if (due !== before.due) this.#inTime(due)
      const version = await this.#version(client, before, { text, due, priority }, id, by)
      const step = { n: nextStep(d), kind: 'changed' as const, note, detail: { version } }
      await insertStep(client, id, step, by.person.id)
      await this.#record(client, id, 'changed', by, { version })
    })
  }

  /** Throws NOT_FOUND, DIRECTIVE_STATE, BAD_REQUEST. */
  async act(id: number, input: ActInput, by: By): Promise<void> {
    await transaction(this.#app.db.pool, async (client) => {
      const d = await lockDirective(client, id)
      if (!d) throw new RequestError('NOT_FOUND', { directive: id })
      // Reading twice is reading once.
      if (input.act === 'read' && d.steps.some((s) => s.kind === 'read')) return
      await this.#step(client, d, input, {}, by)
    })
  }

  async #step(
    client: Parameters<typeof insertStep>[0] & Parameters<typeof lockDirective>[0],
    d: Directive,
    { act, note, due }: ActInput,
    more: Record<string, unknown>,
    by: By,
  ): Promise<void> {
    if (!mayAct(act, d.steps)) throw new RequestError('DIRECTIVE_STATE', { act, state: stateAfter(d.steps) })
    if (NEEDS_NOTE.has(act) && !note?.trim()) throw new RequestError('BAD_REQUEST', { field: 'note' })
    const detail: Record<string, unknown> = { ...more }
    if (act === 'ask') {
      if (due === undefined || due <= versionOf(d).due)
        throw new RequestError('BAD_REQUEST', { field: 'due' })
      detail.due = due
    }
    if (act === 'issue') {
      this.#inTime(versionOf(d).due)
      // A draft may have lain while its addressee was merged.
      this.#inForce(d.addresseeId)
      // What the number was: all that follows is held against it.
      detail.first = this.#watcher.known(d)
    }
    if (act === 'grant') {
      const asked = Number(d.steps.findLast((s) => s.kind === 'ask')?.detail.due)
      const { text, priority } = versionOf(d)
      detail.due = asked
      detail.version = await this.#version(client, versionOf(d), { text, due: asked, priority }, d.id, by)
    }
    await insertStep(client, d.id, { n: nextStep(d), kind: act, note, detail }, by.person.id)
    if (act !== 'read') await this.#record(client, d.id, act, by, detail)
  }

  async #version(
    client: Parameters<typeof insertVersion>[0],
    before: Version,
    next: Pick<Version, 'text' | 'due' | 'priority'>,
    id: number,
    by: By,
  ): Promise<number> {
    const { comparator, target, targetHigh, holdDays } = before
    const version = before.version + 1
    await insertVersion(
      client,
      id,
      { version, ...next, comparator, target, targetHigh, holdDays },
      by.person.id,
    )
    return version
  }

  #record(client: Parameters<typeof lockDirective>[0], id: number, what: string, by: By, detail: object) {
    const { person, address } = by
    return this.#app.audit.record(
      {
        actor: `account:${person.username}`,
        action: `directive.${what}`,
        subject: `directive:${id}`,
        detail: { ...detail, address },
      },
      client,
    )
  }

  #inTime(due: number): void {
    if (due <= Date.now()) throw new RequestError('BAD_REQUEST', { field: 'due', problem: 'it is over' })
  }

  #unit = (code: string, field: string): Unit => needUnit(this.#app.catalogue.now(), code, Date.now(), field)

  #inForce(id: number): void {
    const now = this.#app.catalogue.now()
    const unit = now.unitById(id)
    if (unit && now.unitOn(unit.code, dayOf(Date.now()))?.id !== id)
      throw unitEnded(now, unit, Date.now(), 'addressees')
  }

  #aim(aim: DirectiveInput['aim'], addressee: Unit) {
    if (!aim) return null
    const now = this.#app.catalogue.now()
    const indicator = now.indicator(aim.indicator)
    if (!indicator) throw new RequestError('BAD_REQUEST', { field: 'aim.indicator', value: aim.indicator })
    if (aim.comparator === 'range' && (aim.valueHigh === undefined || aim.valueHigh < aim.value))
      throw new RequestError('BAD_REQUEST', { field: 'aim.valueHigh' })
    const own = addressee.kind === 'province' && indicator.level === 'province' ? addressee : now.nation()
    const unit = aim.unit ? this.#unit(aim.unit, 'aim.unit') : own
    return { ...aim, indicatorId: indicator.id, unitId: unit.id }
  }
}
