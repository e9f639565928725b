import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import type { RecordedRow } from '../bus.ts'
import type { CatalogueSnapshot } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import { instancesOf } from './compile.ts'
import type { Disputes } from './disputes.ts'
import { momentOf, shifted, yearsFrom } from './moments.ts'
import { readTasks, type Task } from './readings.ts'
import { insertResults, type Result, type Standing, writeProgress } from './store.ts'
import { type Instance, type Judged, type Moment, placeKey, type Reading, type Rule } from './types.ts'

/** Changes are gathered this long, so that a feed of a thousand a second is judged a few times a second. */
const GATHER_MS = 200
/** Places judged with one reading of the database. */
const AT_ONCE = 500
const RETRY_MS = 1_000
/** Judging again what was judged changes nothing: how far it came is noted now and then. */
const PROGRESS_MS = 2_000
/** Rules that compare a period with the one before it or that of a year before. */
const LOOKS_BACK: ReadonlySet<string> = new Set(['monotone', 'expression'])

export type Changed = Pick<
  RecordedRow,
  'series' | 'period' | 'validFrom' | 'validTo' | 'value' | 'message' | 'row'
> & {
  connection: string | null
}

/**
 * Judges what a change touches and nothing else: an index leads from a series to the places that it has a part in. Newest
 * instants are judged from memory, named periods from the database. An outcome is written before it is told.
 */
export class Engine {
  readonly #pool: pg.Pool
  readonly #log: FastifyBaseLogger
  readonly #now: () => CatalogueSnapshot
  readonly #disputes: Disputes
  #rules: Rule[] = []
  #instances: Instance[] = []
  #bySeries = new Map<number, Instance[]>()
  #places = new Map<number, number>()
  #stale = true
  /** Newest value of each series that a check of instants needs; and by connection where a check asks for that. */
  readonly #newest = new Map<string, Reading>()
  readonly #standing = new Map<string, Standing>()
  #pending = new Map<string, Task>()
  #changed: Changed[] = []
  #message: string | null = null
  #notedAt = 0
  #timer: NodeJS.Timeout | null = null
  #working: Promise<void> | null = null
  #closed = false

  constructor(pool: pg.Pool, log: FastifyBaseLogger, now: () => CatalogueSnapshot, disputes: Disputes) {
    this.#pool = pool
    this.#log = log
    this.#now = now
    this.#disputes = disputes
  }

  get rules(): readonly Rule[] {
    return this.#rules
  }
  /** Places that a rule is held against now. */
  places(rule: number): number {
    this.#settle()
    return this.#places.get(rule) ?? 0
  }
  /** Everything held to be true now: an outcome for each place that was ever judged. */
  standing(key: string): Standing | undefined {
    return this.#standing.get(key)
  }
  /** The places that a series has a part in. */
  of(series: number): readonly Instance[] {
    this.#settle()
    return this.#bySeries.get(series) ?? []
  }

  restore(standing: Standing[]): void {
    for (const s of standing) this.#standing.set(`${s.rule}/${s.unit}/${s.indicator}/${s.period}`, s)
  }

  setRules(rules: Rule[]): void {
    this.#rules = rules
    this.relearn()
  }
  /** The catalogue, its series or the rules changed. */
  relearn(): void {
    this.#stale = true
  }

  /** Judges everything that a rule stands for, at the newest instant and at the periods given. */
  judgeRule(rule: number, periods: (instance: Instance) => Moment[]): void {
    this.#settle()
    for (const instance of this.#instances)
      if (instance.rule.id === rule) for (const moment of periods(instance)) this.#add(instance, moment)
    this.#wake()
  }

  /** Keeps a value that may be the newest of its series, without judging it. */
  learn(
    series: number,
    { value, message, row, validFrom, validTo }: Reading,
    connection: string | null,
  ): void {
    const reading = { value, message, row, validFrom, validTo }
    for (const key of connection === null ? [String(series)] : [String(series), `${series}/${connection}`]) {
      const before = this.#newest.get(key)
      if (!before || reading.validTo >= before.validTo) this.#newest.set(key, reading)
    }
  }

  /** What was committed, in commit order. */
  changed(rows: readonly RecordedRow[], connection: string, message: string): void {
    for (const r of rows) this.#changed.push({ ...r, connection })
    this.#message = message
    this.#wake()
  }

  /** Whether anything still has to be judged. */
  get busy(): boolean {
    return this.#working !== null || this.#timer !== null
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    await this.#working
  }

  #wake(wait = GATHER_MS): void {
    if (this.#timer || this.#working || this.#closed) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#working = this.#work().then(
        () => {
          this.#working = null
          if (this.#changed.length || this.#pending.size) this.#wake()
        },
        (error: unknown) => {
          this.#working = null
          this.#log.warn(
            { error: error instanceof Error ? error.message : error },
            'checks interrupted, trying again',
          )
          this.#wake(RETRY_MS)
        },
      )
    }, wait)
  }

  /** Puts the index in order after a change of the catalogue. */
  #settle(): void {
    if (!this.#stale) return
    this.#stale = false
    const now = this.#now()
    this.#instances = this.#rules.filter((r) => r.input.enabled).flatMap((r) => instancesOf(r, now))
    this.#bySeries = new Map()
    this.#places = new Map()
    for (const instance of this.#instances) {
      const { id } = instance.rule
      this.#places.set(id, (this.#places.get(id) ?? 0) + 1)
      for (const series of instance.touches) {
        const list = this.#bySeries.get(series)
        if (list) list.push(instance)
        else this.#bySeries.set(series, [instance])
      }
    }
  }

  #add(instance: Instance, moment: Moment): void {
    this.#pending.set(placeKey(instance.rule, instance.unit, instance.indicator, moment.period ?? ''), {
      instance,
      moment,
      asOf: null,
    })
  }

  async #work(): Promise<void> {
    this.#settle()
    const message = this.#message
    for (const r of this.#changed.splice(0)) this.#touch(r)
    while (this.#pending.size && !this.#closed) {
      const batch = [...this.#pending].slice(0, AT_ONCE)
      await this.#judge(batch.map(([, task]) => task))
      // A place that changed again meanwhile has another task now.
      for (const [key, task] of batch) if (this.#pending.get(key) === task) this.#pending.delete(key)
    }
    if (message === null || this.#pending.size || Date.now() - this.#notedAt < PROGRESS_MS) return
    this.#notedAt = Date.now()
    await writeProgress(this.#pool, message)
  }

  #touch(r: Changed): void {
    for (const instance of this.#bySeries.get(r.series) ?? []) {
      if (instance.instant !== (r.period === null)) continue
      if (instance.instant) this.learn(r.series, r, r.connection)
      this.#add(instance, { period: r.period, from: r.validFrom, to: r.validTo })
      if (r.period !== null && LOOKS_BACK.has(instance.rule.input.check.kind))
        this.#addLater(instance, r.period)
    }
  }

  /** A corrected period is what later ones were compared with. */
  #addLater(instance: Instance, period: string): void {
    const { rule, unit, indicator } = instance
    const cutoff = this.#now().indicatorById(indicator)?.cutoff ?? 'calendar'
    for (const later of [shifted(period, 1), yearsFrom(period, 1)]) {
      const moment = momentOf(later, cutoff)
      if (moment && this.#standing.has(placeKey(rule, unit, indicator, later ?? '')))
        this.#add(instance, moment)
    }
  }

  async #judge(tasks: Task[]): Promise<void> {
    const now = this.#now()
    const read = await readTasks(this.#pool, tasks, now, (need, { instance }) => {
      if (!instance.instant || typeof need.when === 'object' || need.series === undefined) return undefined
      const key = need.connection === undefined ? String(need.series) : `${need.series}/${need.connection}`
      const newest = this.#newest.get(key)
      return newest && need.when === 'same' ? [newest] : []
    })
    const turned: Result[] = []
    const figures: [Standing, Judged][] = []
    for (const [i, { instance, moment }] of tasks.entries()) {
      const judged = instance.judge(read[i]!, moment)
      const key = placeKey(instance.rule, instance.unit, instance.indicator, moment.period ?? '')
      const before = this.#standing.get(key)
      if (before && !differs(before, judged, instance, moment)) {
        figures.push([before, judged])
        continue
      }
      const needs = instance.needs(moment, now)
      turned.push({
        ...judged,
        instance,
        moment,
        read: needs.flatMap(({ series }, n) =>
          series === undefined ? [] : [{ series, readings: read[i]![n] ?? [] }],
        ),
      })
    }
    if (turned.length) await this.#turn(turned)
    // Of newest instants the figures go on while the outcome stands.
    for (const [standing, judged] of figures) Object.assign(standing, judged, { at: Date.now() })
  }

  async #turn(results: Result[]): Promise<void> {
    const tell = await transaction(this.#pool, async (client) => {
      await insertResults(client, results)
      return this.#disputes.follow(client, results)
    })
    for (const r of results) {
      const { rule, unit, indicator } = r.instance
      const { outcome, left, right, difference, allowed, missing } = r
      const period = r.moment.period ?? ''
      this.#standing.set(placeKey(rule, unit, indicator, period), {
        rule: rule.id,
        version: rule.version,
        unit,
        indicator,
        period,
        at: Date.now(),
        outcome,
        left,
        right,
        difference,
        allowed,
        missing,
      })
    }
    tell()
  }
}

/** Whether it must be written: another outcome or version, or other numbers about a named period. */
function differs(before: Standing, judged: Judged, { rule }: Instance, { period }: Moment): boolean {
  if (before.outcome !== judged.outcome || before.version !== rule.version) return true
  return period !== null && (before.left !== judged.left || before.right !== judged.right)
}
