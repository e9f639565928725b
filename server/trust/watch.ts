import type { Calendar } from '../../shared/calendar.ts'
import { type ConnectionFacts, connectionStateAt, type Times } from '../../shared/freshness.ts'
import type { ConnectionState } from '../../shared/vocabulary.ts'
import { Timers } from './timers.ts'
import { slackMs } from './times.ts'

export type WatchedConnection = {
  id: string
  enabled: boolean
  maintenance: { from: number; to: number } | null
  times: Times
}
export type ConnectionAge = {
  state: ConnectionState
  since: number
  lastMessageAt: number | null
}
export type StateChange = {
  id: string
  state: ConnectionState
  previous: ConnectionState | null
  since: number
}

type Watched = {
  key: number
  what: WatchedConnection
  facts: ConnectionFacts
  state: ConnectionState | null
  since: number
}

/** The state of every connection, from its messages, its contract and the clock. */
export class Watch {
  readonly #byId = new Map<string, Watched>()
  readonly #byKey: Watched[] = []
  readonly #timers = new Timers()
  readonly #calendar: () => Calendar
  readonly #changed: (change: StateChange) => void

  constructor(calendar: () => Calendar, changed: (change: StateChange) => void) {
    this.#calendar = calendar
    this.#changed = changed
  }

  /** Adds a connection or takes over its changed contract. `last` is what the database knew at the start. */
  put(
    what: WatchedConnection,
    now: number,
    last?: Partial<ConnectionFacts> & { state?: ConnectionState; stateSince?: number },
  ): void {
    let w = this.#byId.get(what.id)
    if (!w) {
      const facts = { lastMessageAt: null, lastRefused: 0, lastRefusedAt: null }
      w = {
        key: this.#byKey.length,
        what,
        facts: { ...facts, enabled: what.enabled, maintenance: what.maintenance },
        state: last?.state ?? null,
        since: last?.stateSince ?? now,
      }
      this.#byId.set(what.id, w)
      this.#byKey.push(w)
    }
    w.what = what
    w.facts = { ...w.facts, ...pick(last), enabled: what.enabled, maintenance: what.maintenance }
    this.#evaluate(w, now)
  }

  /** A committed message, wholly refused ones included; refused rows count until a message without any. */
  message(id: string, at: number, rows: number, refused: number, now: number): void {
    const w = this.#byId.get(id)
    if (!w) return
    w.facts.lastMessageAt = Math.max(at, w.facts.lastMessageAt ?? 0)
    if (rows > 0) {
      if (refused > 0 && w.facts.lastRefused === 0) w.facts.lastRefusedAt = at
      w.facts.lastRefused = refused
    }
    this.#evaluate(w, now)
  }

  /** Refused rows of a message received then are refused no more. */
  repaired(id: string, receivedAt: number, count: number, now: number): void {
    const w = this.#byId.get(id)
    if (!w || receivedAt < (w.facts.lastRefusedAt ?? Number.POSITIVE_INFINITY)) return
    w.facts.lastRefused = Math.max(0, w.facts.lastRefused - count)
    this.#evaluate(w, now)
  }

  /** Its last will came, or it is back. */
  gone(id: string, at: number | null, now: number): void {
    const w = this.#byId.get(id)
    if (!w) return
    w.facts.goneAt = at
    this.#evaluate(w, now)
  }

  of(id: string): ConnectionAge | null {
    const w = this.#byId.get(id)
    return w?.state ? { state: w.state, since: w.since, lastMessageAt: w.facts.lastMessageAt } : null
  }

  all(): { id: string; state: ConnectionState }[] {
    return [...this.#byId.values()].flatMap((w) => (w.state ? [{ id: w.what.id, state: w.state }] : []))
  }

  pass(now: number): void {
    for (const key of this.#timers.due(now)) this.#evaluate(this.#byKey[key]!, now)
  }

  /** Opening hours and announced maintenance begin by the calendar, not by an age: looked at twice a minute. */
  sweep(now: number): void {
    for (const w of this.#byKey) this.#evaluate(w, now)
  }

  next(): number {
    return this.#timers.next()
  }

  #evaluate(w: Watched, now: number): void {
    const slack = slackMs(w.what.times.period)
    let s = connectionStateAt(now, w.facts, w.what.times, this.#calendar())
    if (s.state === 'due' && now < s.since + slack)
      s = { state: 'up', since: w.facts.lastMessageAt ?? now, until: s.since + slack }
    else if (s.state === 'up') s = { ...s, until: s.until + slack }
    this.#timers.set(w.key, s.until)
    if (w.state === s.state) return
    const previous = w.state
    w.state = s.state
    // A state that time brought began at its own instant; one that an event brought begins now.
    const byTime = s.state === 'late' || s.state === 'lost' || s.state === 'due' || s.state === 'maintenance'
    w.since = byTime || s.state === 'refusing' ? Math.min(s.since, now) : now
    this.#changed({ id: w.what.id, state: w.state, previous, since: w.since })
  }
}

function pick(last: Partial<ConnectionFacts> | undefined): Partial<ConnectionFacts> {
  if (!last) return {}
  const { lastMessageAt, lastRefused, lastRefusedAt } = last
  return {
    ...(lastMessageAt === undefined ? {} : { lastMessageAt }),
    ...(lastRefused === undefined ? {} : { lastRefused }),
    ...(lastRefusedAt === undefined ? {} : { lastRefusedAt }),
  }
}
