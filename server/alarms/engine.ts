import type { FastifyInstance } from 'fastify'
import type { Series } from '../catalogue/index.ts'
import type { Book } from './book.ts'
import type { Verdict } from './evaluate/judge.ts'
import { advance, type PlaceState, QUIET } from './evaluate/place.ts'
import { timingOf } from './evaluate/timing.ts'
import { Window } from './evaluate/window.ts'
import { Forecasts } from './forecasts.ts'
import { Held } from './held.ts'
import { changesUntold, type Look, lookAt, lookedAt, seriesOf, watchesSeries } from './series-places.ts'
import { type Facts, keyOf, type Rule } from './types.ts'

type Place = {
  rule: Rule
  place: string
  state: PlaceState
  wakeAt: number | null
  verdict: Verdict
  facts: (() => Facts) | null
  explainedBy: Look['explainedBy'] | null
  series: Series | null
  window: Window | null
  toldTurns: number
}
const TICK_MS = 150
const SECOND_MS = 1_000
const TELL_TURNS_MS = 5_000
const FORGET_MS = 60_000

/** Judges every rule where it looks: once a tick, on the newest of everything, whatever came between. */
export class Engine {
  readonly #app: FastifyInstance
  readonly #book: Book
  readonly #held: Held<Place>
  readonly #forecasts: Forecasts
  #places = new Map<string, Place>()
  #bySeries = new Map<number, Place[]>()
  /** Of rules on other things, by rule: their places come and go by themselves. */
  readonly #loose = new Map<number, Map<string, Place>>()
  /** Worked out by the server itself, or changing with time alone: looked at without being told. */
  #restless: Place[] = []
  readonly #dirty = new Set<number>()
  readonly #waiting = new Set<Place>()
  #timer: NodeJS.Timeout | undefined
  #second = 0
  #arrived = false
  #turnsTold = 0

  constructor(app: FastifyInstance, book: Book) {
    this.#app = app
    this.#book = book
    this.#held = new Held(book, (id) => app.trust.connection(id)?.state === 'lost')
    this.#forecasts = new Forecasts(app, (series) => this.#dirty.add(series))
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(Date.now()), TICK_MS)
  }
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#forecasts.close()
  }

  /** Series whose value or age is other than before. */
  heard(series: Iterable<number>): void {
    for (const s of series) this.#dirty.add(s)
    this.#arrived = true
  }
  /** A value that came, for the rules that look at changes. */
  came(series: number, at: number, value: number): void {
    for (const p of this.#bySeries.get(series) ?? []) p.window?.put(at, value)
  }

  /** At how many places each rule looks. */
  counts(): ReadonlyMap<number, number> {
    const found = new Map<number, number>()
    for (const { rule } of this.#places.values()) found.set(rule.id, (found.get(rule.id) ?? 0) + 1)
    return found
  }

  /** Takes the rules as they now are. A place whose rule has not changed stands as it stood; others begin anew. */
  async arrange(rules: readonly Rule[]): Promise<void> {
    const before = this.#places
    const fresh: Place[] = []
    this.#places = new Map()
    this.#bySeries = new Map()
    for (const rule of rules) {
      if (!rule.input.enabled) continue
      for (const series of seriesOf(this.#app, rule.input.condition)) {
        const place = `series:${series.id}`
        const known = before.get(keyOf(rule.id, place))
        const same = known?.rule.version === rule.version ? known : null
        const p = same ?? this.#new(rule, place, series)
        if (!same) fresh.push(p)
        this.#places.set(keyOf(rule.id, place), p)
        for (const id of lookedAt(this.#app, rule, series)) {
          const own = this.#bySeries.get(id)
          if (own) own.push(p)
          else this.#bySeries.set(id, [p])
        }
      }
    }
    const loose = new Set(
      rules.flatMap(({ id, input }) => (input.enabled && !watchesSeries(input.condition) ? [id] : [])),
    )
    for (const id of this.#loose.keys()) if (!loose.has(id)) this.#loose.delete(id)
    this.#restless = [...this.#places.values()].filter(
      (p) => p.series && (p.window || changesUntold(this.#app, p.rule, p.series)),
    )
    for (const p of this.#waiting) if (!this.#stands(p)) this.#waiting.delete(p)
    for (const [key, p] of before) if (this.#places.get(key) !== p) this.#held.drop(p)
    await this.#remember(fresh)
    const now = Date.now()
    for (const p of fresh) this.#look(p, now)
    // What was raised by a rule that looks there no more is over.
    for (const a of this.#book.all())
      if (a.series === null ? !loose.has(a.rule.id) : !this.#places.has(keyOf(a.rule.id, a.place)))
        this.#book.clear(a.rule.id, a.place, { why: 'rule' })
  }

  /** All that stands now of what a rule of the other kinds watches. */
  stand(rule: Rule, all: readonly Facts[]): void {
    const now = Date.now()
    const own = this.#loose.get(rule.id) ?? new Map<string, Place>()
    this.#loose.set(rule.id, own)
    const named = new Map(all.map((f) => [f.place, f]))
    for (const [place, f] of named) {
      const p = own.get(place) ?? this.#new(rule, place, null)
      own.set(place, p)
      p.rule = rule
      p.facts = () => f
      this.#observe(p, 'on', now)
    }
    for (const p of own.values()) {
      if (named.has(p.place)) continue
      if (p.verdict !== 'off') this.#observe(p, 'off', now)
      if (p.state.phase === 'quiet' && now - (p.state.raised.at(-1) ?? 0) > FORGET_MS) own.delete(p.place)
    }
    // What stood before a restart and does no more.
    for (const a of this.#book.all())
      if (a.rule.id === rule.id && a.life.active && !own.has(a.place)) this.#book.clear(rule.id, a.place)
  }

  tick(now: number): void {
    const due = new Set<Place>()
    for (const s of this.#dirty) for (const p of this.#bySeries.get(s) ?? []) due.add(p)
    this.#dirty.clear()
    const second = now - this.#second >= SECOND_MS
    if (second) this.#second = now
    if (this.#arrived || second) for (const p of this.#restless) due.add(p)
    this.#arrived = false
    for (const p of this.#waiting) if ((p.wakeAt ?? Number.POSITIVE_INFINITY) <= now) due.add(p)
    for (const p of due) this.#look(p, now)
    for (const p of this.#held.released()) {
      if (p.state.phase !== 'active' && p.state.phase !== 'clearing') continue
      p.state = { ...p.state, phase: 'pending', since: now, raised: p.state.raised.slice(0, -1) }
      this.#look(p, now)
    }
    if (second) this.#held.tell(now)
    if (now - this.#turnsTold >= TELL_TURNS_MS) this.#tellTurns(now)
  }

  #new(rule: Rule, place: string, series: Series | null): Place {
    const c = rule.input.condition
    const window = series && c.kind === 'change' ? new Window(c.windowSeconds * 1000) : null
    const standing = this.#book.at(rule.id, place)?.life.active
    const state: PlaceState = standing ? { ...QUIET, phase: 'active', since: Date.now() } : QUIET
    return {
      ...{ rule, place, series, window, state, verdict: 'unknown' },
      wakeAt: null,
      ...{ facts: null, explainedBy: null },
      toldTurns: 0,
    }
  }

  #stands = (p: Place) =>
    p.series
      ? this.#places.get(keyOf(p.rule.id, p.place)) === p
      : this.#loose.get(p.rule.id)?.get(p.place) === p

  /** Fills the windows of rules on change from what is known of the past. */
  async #remember(fresh: readonly Place[]): Promise<void> {
    for (const { series, window, rule } of fresh) {
      const c = rule.input.condition
      if (!series || !window || c.kind !== 'change') continue
      const from = Date.now() - 2 * c.windowSeconds * 1000
      const points = await this.#app.history.points(series.id, { from, maxPoints: 512 }).catch(() => [])
      for (const p of points) window.put(p.to, p.value)
    }
  }

  #look(p: Place, now: number): void {
    const look = p.series && lookAt(this.#app, p.rule, p.series, p.window, this.#forecasts)
    if (look) Object.assign(p, { facts: look.facts, explainedBy: look.explainedBy })
    this.#observe(p, look ? look.verdict : p.verdict, now)
  }

  #observe(p: Place, verdict: Verdict, now: number): void {
    p.verdict = verdict
    const { place, turns, wakeAt } = advance(p.state, verdict, now, timingOf(p.rule.input))
    p.state = place
    p.wakeAt = wakeAt
    if (wakeAt === null) this.#waiting.delete(p)
    else this.#waiting.add(p)
    for (const turn of turns) {
      const id = p.rule.id
      if (turn === 'raise' && p.facts) {
        const by = p.explainedBy?.((connection) => this.#held.dead(connection)) ?? null
        if (by === null) this.#book.raise(p.rule, p.facts())
        else this.#held.hold(by, p)
      }
      // What was held back is let go without a word; what was raised is always ended.
      if (turn === 'clear' && !this.#held.drop(p)) this.#book.clear(id, p.place)
      if (turn === 'chatter') this.#book.note(id, p.place, 'chattering', { count: p.state.chatter ?? 0 })
      if (turn === 'calm') this.#book.note(id, p.place, 'calmed', {})
      p.toldTurns = p.state.chatter ?? 0
    }
  }

  /** How often what chatters has turned, now and then: the count is the news, not each turn. */
  #tellTurns(now: number): void {
    this.#turnsTold = now
    for (const p of this.#waiting) {
      const turns = p.state.chatter
      if (turns === null || turns === p.toldTurns) continue
      p.toldTurns = turns
      this.#book.note(p.rule.id, p.place, 'chattering', { count: turns })
    }
  }
}
