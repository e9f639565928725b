import type { FastifyInstance } from 'fastify'
import { stateAfter } from '../../shared/directive.ts'
import { RequestError } from '../../shared/refusal.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import { DAY_MS, type Known, metSince, nextStep, targetOf, versionOf, watched } from './facts.ts'
import { noteOf } from './notes.ts'
import { dueSteps, type NewStep } from './reminders.ts'
import { type Directive, insertStep, lockDirective, readDirectives, readDirectivesOf } from './store.ts'

const LOOK_MS = 5_000
const SOON_MS = 150
/** A number that goes to and fro does not write each of its turns: a state comes back after a minute at the earliest. */
const CALM_MS = 60_000
/** Read with one statement. */
const AT_ONCE = 500
/** Characters of a directive that the duty board shows. */
const TEXT_MOST = 160

/** Follows the numbers and the deadlines of open directives, and writes down what they come to by themselves. */
export class Watcher {
  readonly #app: FastifyInstance
  readonly #changed: () => void
  /** By id. */
  #open = new Map<number, Directive>()
  /** What is to be read before the next look: these, or everything that is open. */
  #unread: Set<number> | 'all' = 'all'
  #series = new Set<number>()
  #wasRead = false
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #closed = false
  readonly #off: () => void

  constructor(app: FastifyInstance, changed: () => void) {
    this.#app = app
    this.#changed = changed
    this.#off = app.bus.on('observations', ({ rows }) => {
      if (rows.some((r) => r.isLatest && this.#series.has(r.series))) this.#again(SOON_MS)
    })
  }

  /** Reads anew everything that is open. */
  load(): Promise<void> {
    this.#wants('all')
    return this.#next()
  }

  /** Reads anew these, which somebody acted on. */
  reload(ids: readonly number[]): Promise<void> {
    this.#wants(new Set(ids))
    return this.#next()
  }

  /** What is given and has no end, the nearest deadline first. Throws NOT_READY before it has been read. */
  open(): Directive[] {
    if (!this.#wasRead) throw new RequestError('NOT_READY')
    return this.#byDeadline()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#off()
    clearTimeout(this.#timer)
    await this.#turn
  }

  /** The number it watches, as it stands now; null = none, or none yet. */
  known(d: Directive): Known | null {
    const series = this.#seriesOf(d)
    if (series === undefined) return null
    const { value, validTo } = this.#app.live.cell(series)
    return Number.isFinite(value) ? { value, at: validTo, period: this.#app.live.period(series) } : null
  }

  #seriesOf({ indicatorId, unitId }: Directive): number | undefined {
    return indicatorId === null || unitId === null
      ? undefined
      : this.#app.catalogue.now().findSeries(indicatorId, unitId)
  }

  #again(after: number): void {
    clearTimeout(this.#timer)
    if (!this.#closed) this.#timer = setTimeout(() => void this.#next(), after)
  }

  /** One after the other; a database that is away is asked again at the next look. */
  #next(): Promise<void> {
    const work = async () => {
      await this.#read()
      await this.#look()
    }
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      this.#app.log.warn({ error }, 'directives not looked at')
    })
    return this.#turn.finally(() => this.#again(LOOK_MS))
  }

  async #read(): Promise<void> {
    const unread = this.#unread
    if (unread !== 'all' && !unread.size) return
    this.#unread = new Set()
    try {
      if (unread === 'all') this.#open = await this.#readOpen()
      else
        for (const d of await this.#readOf([...unread]))
          if (isOpen(d)) this.#open.set(d.id, d)
          else this.#open.delete(d.id)
    } catch (error) {
      // Not read is not forgotten: the next look begins with it.
      this.#wants(unread)
      throw error
    }
    this.#wasRead = true
    this.#series = new Set([...this.#open.values()].flatMap((d) => this.#seriesOf(d) ?? []))
  }

  #wants(unread: ReadonlySet<number> | 'all'): void {
    if (unread === 'all' || this.#unread === 'all') this.#unread = 'all'
    else for (const id of unread) this.#unread.add(id)
  }

  #byDeadline(): Directive[] {
    return [...this.#open.values()].sort((a, b) => versionOf(a).due - versionOf(b).due || a.id - b.id)
  }

  async #readOpen(): Promise<Map<number, Directive>> {
    const found = new Map<number, Directive>()
    for (let before: number | null = null, more = true; more; ) {
      const question = { which: 'open', addressees: null, session: null, before } as const
      const list: Directive[] = await readDirectives(this.#app.db.pool, question, AT_ONCE)
      for (const d of list) found.set(d.id, d)
      before = list.at(-1)?.id ?? null
      more = list.length === AT_ONCE
    }
    return found
  }

  async #readOf(ids: number[]): Promise<Directive[]> {
    const found: Directive[] = []
    for (let i = 0; i < ids.length; i += AT_ONCE)
      found.push(...(await readDirectivesOf(this.#app.db.pool, ids.slice(i, i + AT_ONCE))))
    return found
  }

  async #look(): Promise<void> {
    if (this.#app.worldLife.ended) return
    const written: { id: number; step: NewStep }[] = []
    for (const d of this.#byDeadline()) {
      if (this.#closed || !this.#due(d, Date.now()).length) continue
      const now = await transaction(this.#app.db.pool, async (client) => {
        const held = await lockDirective(client, d.id)
        // Looked at again under the lock: a person may have acted on it meanwhile.
        const steps = held ? this.#due(held, Date.now()) : []
        for (const [k, step] of steps.entries())
          await insertStep(client, d.id, { n: nextStep(held ?? d) + k, note: null, ...step }, null)
        written.push(...steps.map((step) => ({ id: d.id, step })))
        return lockDirective(client, d.id)
      })
      if (now && isOpen(now)) this.#open.set(now.id, now)
      else this.#open.delete(d.id)
    }
    for (const { id, step } of written) {
      const d = this.#open.get(id)
      const note = d && noteOf(this.#app.catalogue.now(), d, step, Date.now(), null)
      if (note) this.#app.bus.emit('logbook', note)
    }
    if (written.length) this.#changed()
    this.#tellOverdue(Date.now())
  }

  /** What is over its time and not reported done wants a person, until it is. */
  #tellOverdue(now: number): void {
    const { causes } = this.#app.duty
    const overdue = new Map<string, Directive>()
    for (const d of this.#open.values()) {
      const state = stateAfter(d.steps)
      const owed = state === 'issued' || state === 'accepted'
      if (owed && now > versionOf(d).due) overdue.set(String(d.id), d)
    }
    for (const c of causes.rows())
      if (c.kind === 'directive' && !overdue.has(c.subject))
        causes.turn({ kind: 'directive', subject: c.subject, state: 'settled', since: now, wanting: false })
    const day = dayOf(now)
    for (const [subject, d] of overdue) {
      const unit = this.#app.catalogue.now().unitById(d.addresseeId)
      const { vi, en } = unit ? nameOn(unit, day) : { vi: '', en: '' }
      const { due, text } = versionOf(d)
      // By whole characters: half of one is no text that the database keeps.
      const detail = { vi, en, text: [...text].slice(0, TEXT_MOST).join(''), dueAt: due }
      causes.turn({ kind: 'directive', subject, state: 'late', since: due, wanting: true, detail })
    }
  }

  /** What is to be written of it now. */
  #due(d: Directive, now: number): NewStep[] {
    const state = stateAfter(d.steps)
    if (state === 'draft' || state === 'closed' || state === 'withdrawn') return []
    const found = dueSteps(d, now, this.#app.config.directiveRules)
    if (targetOf(d)) found.push(...this.#ofNumber(d, versionOf(d).holdDays, now))
    return found
  }

  #ofNumber(d: Directive, holdDays: number, now: number): NewStep[] {
    const known = this.known(d)
    const w = watched(d, known, now)
    if (!w) return []
    const last = d.steps.findLast((s) => s.kind === 'watched')
    if (w.state !== (last?.detail.state ?? 'unknown')) {
      const back = d.steps.some(
        (s) => s.kind === 'watched' && s.detail.state === w.state && now - s.at < CALM_MS,
      )
      if (back) return []
      return [{ kind: 'watched', detail: { ...w, known } }]
    }
    const since = metSince(d)
    const proposed =
      d.steps.findLast((s) => s.kind === 'proposed' || s.kind === 'watched')?.kind === 'proposed'
    if (since !== null && !proposed && now - since >= holdDays * DAY_MS)
      return [{ kind: 'proposed', detail: { since, holdDays } }]
    return []
  }
}

const isOpen = ({ steps }: Directive): boolean => {
  const state = stateAfter(steps)
  return state === 'issued' || state === 'accepted' || state === 'completed'
}
