import type { FastifyInstance } from 'fastify'
import { stateAfter } from '../../shared/directive.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import { DAY_MS, type Known, metSince, nextStep, targetOf, versionOf, watched } from './facts.ts'
import { type Directive, insertStep, lockDirective, readDirectives, type Step } from './store.ts'

const LOOK_MS = 5_000
const SOON_MS = 150
/** A number that goes to and fro does not write each of its turns: a state comes back after a minute at the earliest. */
const CALM_MS = 60_000
/** Reminders, so long before the deadline. */
const REMINDERS = [3, 1].map((days) => ({ days, ms: days * DAY_MS }))
const MOST = 5_000
type NewStep = Pick<Step, 'kind' | 'detail'>

/** Follows the numbers and the deadlines of open directives, and writes down what they come to by themselves. */
export class Watcher {
  readonly #app: FastifyInstance
  readonly #changed: () => void
  #open: Directive[] = []
  #series = new Set<number>()
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

  /** Reads anew what is open. */
  load(): Promise<void> {
    return this.#next(async () => {
      const everything = { addressees: null, session: null, before: null }
      this.#open = await readDirectives(this.#app.db.pool, { which: 'open', ...everything }, MOST)
      this.#series = new Set(this.#open.flatMap((d) => this.#seriesOf(d) ?? []))
      await this.#look()
    })
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
    if (!this.#closed) this.#timer = setTimeout(() => void this.#next(() => this.#look()), after)
  }

  /** One after the other; a database that is away is asked again at the next look. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      this.#app.log.warn({ error }, 'directives not looked at')
    })
    return this.#turn.finally(() => this.#again(LOOK_MS))
  }

  async #look(): Promise<void> {
    let wrote = false
    for (const [i, d] of this.#open.entries()) {
      if (this.#closed || !this.#due(d, Date.now()).length) continue
      const now = await transaction(this.#app.db.pool, async (client) => {
        const held = await lockDirective(client, d.id)
        // Looked at again under the lock: a person may have acted on it meanwhile.
        const steps = held ? this.#due(held, Date.now()) : []
        for (const [k, step] of steps.entries())
          await insertStep(client, d.id, { n: nextStep(held ?? d) + k, note: null, ...step }, null)
        wrote ||= steps.length > 0
        return lockDirective(client, d.id)
      })
      if (now) this.#open[i] = now
    }
    if (wrote) this.#changed()
    this.#tellOverdue(Date.now())
  }

  /** What is over its time and not reported done wants a person, until it is. */
  #tellOverdue(now: number): void {
    const { causes } = this.#app.duty
    const overdue = new Map<string, Directive>()
    for (const d of this.#open) {
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
      const detail = { vi, en, text: text.slice(0, 160), dueAt: due }
      causes.turn({ kind: 'directive', subject, state: 'late', since: due, wanting: true, detail })
    }
  }

  /** What is to be written of it now. */
  #due(d: Directive, now: number): NewStep[] {
    const state = stateAfter(d.steps)
    const issuedAt = d.steps.find((s) => s.kind === 'issue')?.at
    if (issuedAt === undefined || state === 'closed' || state === 'withdrawn') return []
    const found: NewStep[] = []
    const { due, version, holdDays } = versionOf(d)
    const told = (kind: string, of: object) =>
      d.steps.some((s) => s.kind === kind && Object.entries(of).every(([k, v]) => s.detail[k] === v))
    // A deadline that was put off is reminded of anew.
    for (const { days, ms } of REMINDERS)
      if (now >= due - ms && now < due && issuedAt < due - ms && !told('reminded', { days, version }))
        found.push({ kind: 'reminded', detail: { days, version } })
    if (now > due && state !== 'completed' && !told('overdue', { version }))
      found.push({ kind: 'overdue', detail: { version } })
    if (targetOf(d)) found.push(...this.#ofNumber(d, holdDays, now))
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
