import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ActInput, DirectiveChange, DirectiveInput } from '../../shared/api/directives.ts'
import { mayAct, NEEDS_NOTE, stateAfter, stillMended } from '../../shared/directive.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type AccountPrincipal, actorOf, type PointPrincipal } from '../access/index.ts'
import { dayOf, needUnit, type Unit, unitEnded } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import { insertEnd } from './end-store.ts'
import { attach } from './evidence-store.ts'
import { factsOf, nextStep, versionOf } from './facts.ts'
import { originOf } from './origin.ts'
import { takeSnapshot } from './snapshot.ts'
import {
  type Directive,
  insertDirective,
  insertSnapshot,
  insertStep,
  insertVersion,
  lockDirective,
  readDirective,
  type Version,
} from './store.ts'
import type { Watcher } from './watcher.ts'

export type By = { person: AccountPrincipal; address: string }
/** Whoever acts: a person, or a bridge point that came by a link. */
export type Actor = { who: AccountPrincipal | PointPrincipal; address: string }
const doer = ({ who }: Actor) =>
  who.kind === 'account' ? { account: who.id, point: null } : { account: null, point: who.pointId }
const asActor = ({ person, address }: By): Actor => ({ who: person, address })
type Db = Parameters<typeof insertStep>[0]
type Client = Parameters<typeof lockDirective>[0]
/** Acts that evidence may come with. */
const WITH_FILES: ReadonlySet<string> = new Set(['report', 'complete', 'answer'])

/** What people do with directives; each act is one transaction with its audit entry. */
export class Directives {
  readonly #app: FastifyInstance
  readonly #watcher: Watcher
  constructor(app: FastifyInstance, watcher: Watcher) {
    this.#app = app
    this.#watcher = watcher
  }

  /** One for each addressee. Returns their ids. Throws FORBIDDEN, UNIT_ENDED, BAD_REQUEST, DIRECTIVE_SHOWN. */
  async create(input: DirectiveInput, by: By): Promise<number[]> {
    this.#inTime(input.due)
    const plan = await this.plan(input, by.person)
    const { session, shown } = input
    // What is given in a session stands in its minutes: only who directs it gives there.
    if (session !== null && !(await this.#directs(by.person, session)))
      throw new RequestError('BAD_REQUEST', { field: 'session', value: session })
    const snapshot = shown && takeSnapshot(this.#app, by.person.id, shown, session)
    return transaction(this.#app.db.pool, async (client) => {
      const snapshotId = snapshot ? await insertSnapshot(client, snapshot) : null
      return this.write(client, input, plan, { batch: randomUUID(), snapshotId }, by)
    })
  }

  async #directs(person: AccountPrincipal, session: string): Promise<boolean> {
    try {
      return (await this.#app.bridge.record(person, session)).reads === 'directs'
    } catch (error) {
      if (error instanceof RequestError && (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN'))
        return false
      throw error
    }
  }

  /** Whom and what it speaks of, all within the giver's sight. Throws FORBIDDEN, UNIT_ENDED, BAD_REQUEST. */
  async plan(input: DirectiveInput, giver: AccountPrincipal) {
    const addressees = input.addressees.map((code) => this.#unit(code, 'addressees'))
    const beyond = addressees.find((unit) => !this.#app.access.visibleUnit(giver, unit.id))
    if (beyond) throw new RequestError('FORBIDDEN', { field: 'addressees', value: beyond.code })
    const aims = addressees.map((unit) => ({ unit, aim: this.#aim(input.aim, unit, giver) }))
    return { aims, origin: input.origin ? await originOf(this.#app, input.origin, giver) : null }
  }

  /** Writes what was planned, within a transaction. Returns their ids. */
  async write(
    client: Client,
    input: DirectiveInput,
    { aims, origin }: Awaited<ReturnType<Directives['plan']>>,
    { batch, snapshotId }: { batch: string; snapshotId: number | null },
    by: By,
  ): Promise<number[]> {
    const ids: number[] = []
    const { text, due, priority, document, session } = input
    const simulated = this.#app.trust.counts().simulated
    for (const { unit, aim } of aims) {
      const of = { indicatorId: aim?.indicatorId ?? null, unitId: aim?.unitId ?? null }
      const fresh = { batch, addresseeId: unit.id, session, document, snapshotId, simulated, ...of }
      const id = await insertDirective(client, fresh, by.person.id)
      const target = {
        comparator: aim?.comparator ?? null,
        target: aim?.value ?? null,
        targetHigh: aim?.valueHigh ?? null,
        holdDays: aim?.holdDays ?? 0,
      }
      const first = { version: 1, edition: 1, text, due, priority, origin, ...target }
      await insertVersion(client, id, first, by.person.id)
      const drafted = { n: 1, kind: 'drafted' as const, note: null, detail: {} }
      await insertStep(client, id, drafted, doer(asActor(by)))
      if (input.issue) {
        const held = await lockDirective(client, id)
        if (held) await this.#step(client, held, { act: 'issue', note: null }, asActor(by))
      } else await this.#record(client, id, 'drafted', asActor(by), { addressee: unit.code })
      ids.push(id)
    }
    return ids
  }

  /** What is asked, put otherwise: mended while nobody has read it back, else a new version. Throws NOT_FOUND, DIRECTIVE_STATE, BAD_REQUEST. */
  async change(id: number, { text, due, priority, note }: DirectiveChange, by: By): Promise<void> {
    await transaction(this.#app.db.pool, async (client) => {
      const d = await lockDirective(client, id)
      if (!d) throw new RequestError('NOT_FOUND', { directive: id })
      const state = stateAfter(d.steps)
      if (state === 'closed' || state === 'withdrawn') throw new RequestError('DIRECTIVE_STATE', { state })
      const before = versionOf(d)
      if (due !== before.due) this.#inTime(due)
      const mends = stillMended(d.steps, d.session !== null)
      const next = { text, due, priority, edition: before.edition + (mends ? 0 : 1) }
      const version = await this.#version(client, before, next, id, by.person.id)
      const detail = { version, edition: next.edition, mends }
      const step = { n: nextStep(d), kind: 'changed' as const, note, detail }
      await insertStep(client, id, step, doer(asActor(by)))
      await this.#record(client, id, 'changed', asActor(by), detail)
    })
  }

  /** Throws NOT_FOUND, DIRECTIVE_STATE, DIRECTIVE_CHANGED, BAD_REQUEST. */
  async act(id: number, input: ActInput, by: Actor): Promise<void> {
    await transaction(this.#app.db.pool, async (client) => {
      const d = await lockDirective(client, id)
      if (!d) throw new RequestError('NOT_FOUND', { directive: id })
      // Reading twice is reading once.
      if (input.act === 'read' && d.steps.some((s) => s.kind === 'read')) return
      await this.#step(client, d, input, by)
    })
  }

  async #step(client: Client, d: Directive, input: ActInput, by: Actor): Promise<void> {
    const { act, note, due, files = [] } = input
    if (!mayAct(act, d.steps)) throw new RequestError('DIRECTIVE_STATE', { act, state: stateAfter(d.steps) })
    if (NEEDS_NOTE.has(act) && !note?.trim()) throw new RequestError('BAD_REQUEST', { field: 'note' })
    if (files.length && !WITH_FILES.has(act)) throw new RequestError('BAD_REQUEST', { field: 'files' })
    const detail: Record<string, unknown> = {}
    const now = versionOf(d)
    if (act === 'ask') {
      if (due === undefined || due <= now.due) throw new RequestError('BAD_REQUEST', { field: 'due' })
      detail.due = due
    }
    if (act === 'readback') {
      // What was read back is what stands: another writing since has to be read anew.
      if (input.revision !== now.version)
        throw new RequestError('DIRECTIVE_CHANGED', { revision: now.version, read: input.revision ?? null })
      detail.revision = now.version
      detail.edition = now.edition
    }
    if (act === 'issue') {
      this.#inTime(now.due)
      // A draft may have lain while its addressee was merged.
      this.#inForce(d.addresseeId)
      // What the number was: all that follows is held against it.
      detail.first = this.#watcher.known(d)
    }
    if (act === 'grant' && by.who.kind === 'account') {
      const asked = Number(d.steps.findLast((s) => s.kind === 'ask')?.detail.due)
      const { text, priority, edition } = now
      detail.due = asked
      const next = { text, due: asked, priority, edition: edition + 1 }
      detail.version = await this.#version(client, now, next, d.id, by.who.id)
    }
    const n = nextStep(d)
    await insertStep(client, d.id, { n, kind: act, note, detail }, doer(by))
    if (files.length && by.who.kind === 'account') {
      const kept = await attach(client, d.id, n, files, by.who.id)
      detail.files = kept.map(({ id, name, sha256 }) => ({ id, name, sha256 }))
    }
    if (act === 'close' || act === 'withdraw') await this.#end(client, d.id)
    if (act !== 'read') await this.#record(client, d.id, act, by, detail)
  }

  async #end(client: Client, id: number): Promise<void> {
    const d = await readDirective(client, id)
    const published = d && factsOf(d, Date.now()).published
    await insertEnd(client, id, published === 'doneOnTime' || published === 'doneLate' ? published : null)
  }

  async #version(
    client: Db,
    before: Version,
    next: Pick<Version, 'text' | 'due' | 'priority' | 'edition'>,
    id: number,
    by: number,
  ): Promise<number> {
    const { comparator, target, targetHigh, holdDays, origin } = before
    const version = before.version + 1
    await insertVersion(
      client,
      id,
      { version, ...next, comparator, target, targetHigh, holdDays, origin },
      by,
    )
    return version
  }

  #record(client: Client, id: number, what: string, { who, address }: Actor, detail: object) {
    return this.#app.audit.record(
      {
        actor: actorOf(who),
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

  #aim(aim: DirectiveInput['aim'], addressee: Unit, giver: AccountPrincipal) {
    if (!aim) return null
    const now = this.#app.catalogue.now()
    const indicator = now.indicator(aim.indicator)
    if (!indicator) throw new RequestError('BAD_REQUEST', { field: 'aim.indicator', value: aim.indicator })
    if (aim.comparator === 'range' && (aim.valueHigh === undefined || aim.valueHigh < aim.value))
      throw new RequestError('BAD_REQUEST', { field: 'aim.valueHigh' })
    const own = addressee.kind === 'province' && indicator.level === 'province' ? addressee : now.nation()
    const unit = aim.unit ? this.#unit(aim.unit, 'aim.unit') : own
    const series = now.findSeries(indicator.id, unit.id)
    // Of what nobody has sent yet, too: the number would be told once it comes.
    const seen =
      series === undefined
        ? unit.kind === 'nation' || this.#app.access.visibleUnit(giver, unit.id)
        : this.#app.access.canSeeSeries(giver, series)
    if (!seen) throw new RequestError('FORBIDDEN', { field: 'aim.unit', value: unit.code })
    return { ...aim, indicatorId: indicator.id, unitId: unit.id }
  }
}
