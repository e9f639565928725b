import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { ClockState, Knowledge, ReplayControl, ReplayRate } from '../../shared/clock.ts'
import type { ViewOpened, ViewQuestion } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { LiveSocket, Past } from '../live/index.ts'
import type { Contracts } from './contracts.ts'
import { Feed } from './feed.ts'
import { Lists } from './lists.ts'
import { Memory } from './memory.ts'
import { OpenViews } from './open-views.ts'

/** What a clock runs between; a fixed one stands: from = to = at. */
export type Span = { from: number; to: number; at: number; known: Knowledge }
export type Standing = { app: FastifyInstance; pool: pg.Pool; contracts: Contracts; socket: LiveSocket }

/** From this rate on a tick shows the newest value of each series, not each of them in turn. */
const CONFLATED: ReplayRate = 60
/** What was committed a moment ago may not yet all be readable. */
const SETTLED_MS = 1_500
/** Real time read ahead. */
const AHEAD_MS = 4_000
/** A step looks for the next change at most this long. */
const STEP_MS = 5_000
const RETRY_MS = 1_000
/** Controls of one page that may wait for each other. */
const MOST_WAITING = 32

/** One socket's clock that is not live: its own engine over the database, and the same frames from it. */
export class Session implements Past {
  readonly socket: LiveSocket
  readonly #app: FastifyInstance
  readonly #span: Span
  readonly #memory: Memory
  readonly #views: OpenViews
  readonly #lists: Lists
  readonly #feed: Feed
  /** Null = a fixed clock. */
  #rate: ReplayRate | null
  #playing = false
  #turn: Promise<unknown> = Promise.resolve()
  #busy = 0
  #seek: number | null = null
  /** performance.now() of the last tick that counted. */
  #tickedAt: number
  #toldAt = 0
  #retryAt = 0
  #closed = false

  constructor({ app, pool, contracts, socket }: Standing, span: Span, rate: ReplayRate | null) {
    this.socket = socket
    this.#app = app
    this.#span = span
    this.#rate = rate
    this.#memory = new Memory(app, pool, contracts, span.known, span.at)
    this.#views = new OpenViews(
      app,
      socket,
      (series) => this.#engine.cells.cell(series),
      () => this.at,
    )
    this.#feed = new Feed(
      (...window) => this.#memory.window(...window),
      span.at,
      this.#stretch(),
      this.#step(),
    )
    this.#lists = new Lists({ app, pool, contracts, socket }, () => this.#engine)
    this.#tickedAt = performance.now()
  }

  get #engine() {
    return this.#memory.engine
  }
  get at(): number {
    return this.#engine.at
  }

  state(): ClockState {
    const { from, to, known } = this.#span
    const { at } = this
    if (this.#rate === null) return { mode: 'fixed', at, from: from === to ? null : from, known }
    const ended = at >= to
    return { mode: 'replay', from, to, at, rate: this.#rate, playing: this.#playing, known, ended }
  }

  // What the socket asks.

  async open(question: ViewQuestion): Promise<ViewOpened> {
    const place = this.#views.place()
    try {
      const series = this.#views.ask(question)
      await this.#need(series)
      return this.#views.open(question, series, this.#engine.cells)
    } finally {
      place.free()
    }
  }
  close(view: number): void {
    this.#views.close(view)
  }
  resume(view: number, epoch: number, seq: number): boolean {
    return this.#views.resume(view, epoch, seq)
  }
  applied(views: readonly [number, number][]): number {
    return this.#views.applied(views)
  }
  board() {
    return this.#lists.board()
  }
  async counts() {
    await this.#need(this.#lists.counted())
    return this.#lists.counts()
  }

  /** Throws CONFLICT when the clock is fixed, BAD_REQUEST for a time outside the replay, RATE_LIMITED. */
  async control(control: ReplayControl): Promise<void> {
    if (this.#rate === null) throw new RequestError('CONFLICT', { reason: 'NOT_A_REPLAY' })
    if (this.#busy >= MOST_WAITING) throw new RequestError('RATE_LIMITED', { reason: 'TOO_MANY_WAITING' })
    switch (control.do) {
      case 'play':
        this.play()
        break
      case 'pause':
        this.#playing = false
        break
      case 'rate':
        await this.#alone(async () => {
          this.#rate = control.rate
          this.#restart()
        })
        break
      case 'seek': {
        const { from, to } = this.#span
        if (control.at < from || control.at > to)
          throw new RequestError('BAD_REQUEST', { at: control.at, from, to })
        this.#seek = control.at
        await this.#alone(() => this.#sought())
        break
      }
      case 'step':
        this.#playing = false
        await this.#alone(() => this.#stepOn())
    }
    this.tell()
  }

  play(): void {
    this.#playing = this.at < this.#span.to
    this.#tickedAt = performance.now()
  }

  tell(): void {
    if (this.#closed) return
    this.#toldAt = performance.now()
    this.socket.emit('clock', this.state())
  }

  stop(): void {
    this.#closed = true
    this.#playing = false
    this.#lists.stop()
  }

  /** At every tick of the live room, in real time. */
  tick(): void {
    if (this.#closed) return
    const now = performance.now()
    let changed: ReadonlySet<number> = new Set()
    if (this.#busy) this.#tickedAt = now
    else if (this.#playing && this.#rate !== null) {
      this.#readAhead(now)
      const to = this.#reach(now, this.#rate)
      if (to > this.at) {
        this.#tickedAt = now
        changed = this.#engine.advance(to, this.#feed.take(to))
        if (to >= this.#span.to) this.#playing = false
      }
      if (!this.#playing || now - this.#toldAt >= 1_000) this.tell()
    }
    this.#views.tick(changed, Date.now())
  }

  /** Once a second, in real time. */
  second(): void {
    if (this.#closed || this.#busy) return
    this.#views.recheck(this.#engine.tookPeriod() ? 'meta' : 'day')
    void this.#lists
      .pass()
      .catch((error) => this.#app.log.warn({ error: String(error) }, 'past lists not read'))
  }

  /** After a change of the catalogue or its series. */
  relearn(what: 'catalogue' | 'series'): void {
    this.#memory.relearn()
    this.#views.recheck(what === 'catalogue' ? 'meta' : 'series')
  }

  /** What its screen may show is other than before, or its point is no longer in its session. */
  withdraw(): void {
    this.#views.withdraw()
    if (!this.socket.data.isIn()) this.#lists.leave()
  }

  // Time.

  /** Where this tick leads: as far as the rate says and the rows are there, by whole steps when they are conflated. */
  #reach(now: number, rate: ReplayRate): number {
    const { to } = this.#span
    const target = Math.floor(this.at + (now - this.#tickedAt) * rate)
    const { step } = this.#feed
    const whole = step === null ? target : Math.floor(target / step) * step
    return Math.min(target >= to ? to : whole, to, this.#feed.covered)
  }

  #step = () => (this.#rate !== null && this.#rate >= CONFLATED ? this.#app.config.tickMs * this.#rate : null)
  #stretch = () => AHEAD_MS * (this.#rate ?? 1)

  #readAhead(now: number): void {
    const end = Math.min(this.#span.to, Date.now() - SETTLED_MS)
    if (now < this.#retryAt || this.#feed.covered - this.at > this.#stretch() || this.#feed.covered >= end)
      return
    this.#feed.more(end).catch((error) => {
      this.#retryAt = performance.now() + RETRY_MS
      if (!this.#closed) this.#app.log.warn({ error: String(error) }, 'replay not read, trying again')
    })
  }

  #restart(): void {
    this.#feed.restart(this.at, this.#stretch(), this.#step())
    this.#tickedAt = performance.now()
  }

  /** One piece of work at a time; the clock stands while it is done. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++
    const done = this.#turn.then(work).finally(() => {
      this.#busy--
      this.#tickedAt = performance.now()
    })
    this.#turn = done.catch(() => {})
    return done
  }

  /** Sees to it that the engine knows these series and what their wholes are worked out from. */
  async #need(series: readonly number[]): Promise<void> {
    if (!this.#memory.want(series)) return
    await this.#alone(async () => {
      if (this.#closed) return
      // Another's failed reading may have taken these wishes along.
      this.#memory.want(series)
      if (await this.#memory.learn()) this.#restart()
    })
  }

  /** Another time: the same views, each with a snapshot. Of seeks that wait only the last is made. */
  async #sought(): Promise<void> {
    const at = this.#seek
    if (at === null || this.#closed) return
    this.#seek = null
    await this.#memory.moveTo(at)
    if (this.#closed) return
    this.#restart()
    this.#views.snapshots(Date.now())
    this.#lists.jumped()
  }

  /** To the next change of anything shown; stands there, or at the end. */
  async #stepOn(): Promise<void> {
    const { to } = this.#span
    const shown = this.#views.shown()
    const giveUp = performance.now() + STEP_MS
    // Each row in its turn, whatever the rate.
    this.#feed.restart(this.at, this.#stretch(), null)
    while (this.at < to && !this.#closed && performance.now() < giveUp) {
      const end = Math.min(to, Date.now() - SETTLED_MS)
      if (this.#feed.next() === null && this.#feed.covered < end) await this.#feed.more(end)
      if (this.#closed) return
      const row = this.#feed.next() ?? this.#feed.covered
      const next = Math.min(row, Math.max(this.#engine.next(), this.at + 1), to)
      if (next <= this.at) break
      const changed = this.#engine.advance(next, this.#feed.take(next))
      this.#views.tick(changed, Date.now())
      if ([...changed].some((s) => shown.has(s))) break
    }
    this.#restart()
  }
}
