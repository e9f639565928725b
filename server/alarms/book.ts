import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { type AlarmStep, type AlarmStepKind, afterStep, isOver, NEW_LIFE } from '../../shared/alarm.ts'
import { transaction } from '../db/index.ts'
import { Queue } from '../queue.ts'
import {
  closeAlarms,
  insertAlarms,
  insertSteps,
  lockOpen,
  type NewStep,
  readOpen,
  readOpenAt,
} from './store.ts'
import { type Alarm, type Facts, keyOf, type Occurrence, occurrenceOf, type Rule } from './types.ts'

type Task =
  | { do: 'raise'; key: string; rule: Rule; facts: Facts }
  | { do: 'clear'; key: string; detail: Record<string, unknown> }
  | { do: 'note'; key: string; kind: AlarmStepKind; detail: Record<string, unknown> }
  | { do: 'end'; key: string }
const RETRY_MS = 1_000
const DEAD: ReadonlySet<unknown> = new Set(['lost', 'late'])
/** Places written in one transaction. */
const BATCH = 500

/** The alarms that have not ended. What the rules find is written in its order, again and again until it is. */
export class Book {
  readonly #pool: pg.Pool
  readonly #log: FastifyBaseLogger
  readonly #changed: (alarms: Alarm[]) => void
  readonly #rests: () => boolean
  readonly #byId = new Map<number, Alarm>()
  readonly #byKey = new Map<string, Alarm>()
  /** Those that stand for a cause on the desk's board, by its id: asked for often. */
  readonly #byCause = new Map<number, Alarm>()
  /** The same by the connection that they speak of: of one there are few. */
  readonly #byConnection = new Map<string, Set<Alarm>>()
  readonly #queue = new Queue<Task>((t) => t.key)
  #working: Promise<void> | null = null
  #closed = false
  #wake: () => void = () => {}

  /** `rests`: whether nothing is written any more. */
  constructor(
    pool: pg.Pool,
    log: FastifyBaseLogger,
    changed: (alarms: Alarm[]) => void,
    rests = () => false,
  ) {
    this.#rests = rests
    this.#pool = pool
    this.#log = log
    this.#changed = changed
  }

  /** Takes over what was open before the restart. */
  async load(): Promise<void> {
    for (const a of await readOpen(this.#pool)) this.#put(a)
    for (const a of this.#byId.values()) this.#settle(a)
  }

  get waiting(): number {
    return this.#queue.size
  }
  get size(): number {
    return this.#byId.size
  }
  all(): IterableIterator<Alarm> {
    return this.#byId.values()
  }
  get(id: number): Alarm | undefined {
    return this.#byId.get(id)
  }
  at(ruleId: number, place: string): Alarm | undefined {
    return this.#byKey.get(keyOf(ruleId, place))
  }
  ofAttention(attention: number): Alarm | undefined {
    return this.#byCause.get(attention)
  }
  /** The alarm that says of a connection that nothing comes over it now. */
  deadConnection(connection: string): Alarm | undefined {
    for (const a of this.#byConnection.get(connection) ?? [])
      if (a.life.active && DEAD.has(a.detail.state)) return a
    return undefined
  }

  raise(rule: Rule, facts: Facts): void {
    this.#do({ do: 'raise', key: keyOf(rule.id, facts.place), rule, facts })
  }
  clear(ruleId: number, place: string, detail: Record<string, unknown> = {}): void {
    this.#do({ do: 'clear', key: keyOf(ruleId, place), detail })
  }
  note(ruleId: number, place: string, kind: AlarmStepKind, detail: Record<string, unknown>): void {
    this.#do({ do: 'note', key: keyOf(ruleId, place), kind, detail })
  }

  /** Steps that somebody else has written and committed. */
  applied(steps: readonly (AlarmStep & { alarm: number })[]): void {
    const touched = new Set<Alarm>()
    for (const s of steps) {
      const a = this.#byId.get(s.alarm)
      if (!a) continue
      a.life = afterStep(a.life, s)
      touched.add(a)
    }
    for (const a of touched) this.#settle(a)
    if (touched.size) this.#changed([...touched])
  }

  wake(): void {
    this.#wake()
  }
  async close(): Promise<void> {
    this.#closed = true
    this.#wake()
    await this.#working
  }

  #put(a: Alarm): void {
    this.#byId.set(a.id, a)
    this.#byKey.set(keyOf(a.rule.id, a.place), a)
    this.#file(a)
  }

  #take(a: Alarm): void {
    this.#byId.delete(a.id)
    this.#byKey.delete(keyOf(a.rule.id, a.place))
    this.#unfile(a)
  }

  /** It was raised again, of another cause. */
  #renew(a: Alarm, occurrence: Occurrence): void {
    this.#unfile(a)
    Object.assign(a, occurrence)
    this.#file(a)
  }

  #file(a: Alarm): void {
    if (a.attention === null) return
    this.#byCause.set(a.attention, a)
    if (a.connection === null) return
    const own = this.#byConnection.get(a.connection) ?? new Set()
    this.#byConnection.set(a.connection, own.add(a))
  }

  #unfile(a: Alarm): void {
    if (a.attention !== null && this.#byCause.get(a.attention) === a) this.#byCause.delete(a.attention)
    const own = a.connection === null ? undefined : this.#byConnection.get(a.connection)
    if (own?.delete(a) && own.size === 0) this.#byConnection.delete(a.connection ?? '')
  }

  /** What is over is ended, whoever made it so. */
  #settle(a: Alarm): void {
    if (a.life.endedAt === null && isOver(a.life, a.rule.input.needsPerson))
      this.#do({ do: 'end', key: keyOf(a.rule.id, a.place) })
  }

  #do(task: Task): void {
    if (this.#closed || this.#rests()) return
    this.#queue.push(task)
    this.#working ??= Promise.resolve()
      .then(() => this.#work())
      .finally(() => {
        this.#working = null
      })
  }

  async #work(): Promise<void> {
    while (this.#queue.size) {
      const batch = this.#queue.next(BATCH)
      try {
        await this.#write(batch)
        this.#queue.done(batch)
      } catch (error) {
        this.#log.warn({ error, waiting: this.#queue.size }, 'alarms not written, trying again')
        if (this.#closed) return
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, RETRY_MS)
          this.#wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    }
  }

  async #write(batch: readonly Task[]): Promise<void> {
    const { fresh, steps, ended, again } = await transaction(this.#pool, async (client) => {
      const known = batch.flatMap((t) => this.#byKey.get(t.key) ?? [])
      await lockOpen(
        client,
        known.map((a) => a.id),
      )
      const raises = batch.filter((t) => t.do === 'raise')
      const missing = raises.filter((t) => !this.#byKey.has(t.key))
      // After a commit whose answer was lost they are there already.
      const there = await readOpenAt(
        client,
        missing.map((t) => ({ rule: t.rule.id, place: t.facts.place })),
      )
      const found = new Set(there.map((a) => keyOf(a.rule.id, a.place)))
      const made = await this.#insert(
        client,
        missing.filter((t) => !found.has(t.key)),
      )
      const own: NewStep[] = []
      const over: Alarm[] = []
      const again: [Alarm, Occurrence][] = []
      for (const t of batch) {
        const a = this.#byKey.get(t.key)
        if (!a) continue
        if (t.do === 'raise' && !a.life.active) {
          const facts = occurrenceOf(t.rule, t.facts)
          again.push([a, facts])
          own.push({ alarm: a.id, kind: 'again', detail: { facts } }, ...takenSteps(a.id, t.facts))
        }
        if (t.do === 'clear' && a.life.active) own.push({ alarm: a.id, kind: 'cleared', detail: t.detail })
        if (t.do === 'note') own.push({ alarm: a.id, kind: t.kind, detail: t.detail })
        if (t.do === 'end' && isOver(a.life, a.rule.input.needsPerson)) {
          own.push({ alarm: a.id, kind: 'ended' })
          over.push(a)
        }
      }
      const written = await insertSteps(client, [...made.steps, ...own])
      await closeAlarms(
        client,
        over.map((a) => a.id),
      )
      return { fresh: [...there, ...made.alarms], steps: written, ended: over, again }
    })
    for (const a of fresh) this.#put(a)
    for (const a of ended) this.#take(a)
    for (const [a, occurrence] of again) this.#renew(a, occurrence)
    const touched = new Set<Alarm>([...fresh, ...ended])
    const endedById = new Map(ended.map((a) => [a.id, a]))
    for (const s of steps) {
      const a = this.#byId.get(s.alarm) ?? endedById.get(s.alarm)
      if (!a) continue
      a.life = afterStep(a.life, s)
      touched.add(a)
    }
    for (const a of touched) if (this.#byId.has(a.id)) this.#settle(a)
    if (touched.size) this.#changed([...touched])
  }

  async #insert(client: pg.ClientBase, list: Extract<Task, { do: 'raise' }>[]) {
    const wanted = list.map(({ rule, facts }) => ({
      ...{ rule, facts },
      occurrence: occurrenceOf(rule, facts),
    }))
    const byKey = new Map(wanted.map((w) => [keyOf(w.rule.id, w.facts.place), w]))
    const alarms: Alarm[] = []
    const steps: NewStep[] = []
    for (const { id, rule, place, raisedAt } of await insertAlarms(client, wanted)) {
      const w = byKey.get(keyOf(rule, place))
      if (!w) continue
      const { code, version, input } = w.rule
      alarms.push({
        ...w.occurrence,
        ...{ id, place, raisedAt, kind: input.condition.kind, life: NEW_LIFE },
        rule: { id: rule, code, version, input },
      })
      steps.push({ alarm: id, kind: 'raised', detail: {} }, ...takenSteps(id, w.facts))
    }
    return { alarms, steps }
  }
}

/** Whoever took the cause before it was an alarm has taken the alarm. */
const takenSteps = (alarm: number, { taken }: Facts): NewStep[] =>
  taken ? [{ alarm, kind: 'acknowledged', note: taken.note, detail: { by: taken.by } }] : []
