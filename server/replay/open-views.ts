import { randomInt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { CellMeta, ViewOpened, ViewQuestion } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import { dayOf } from '../catalogue/index.ts'
import { type CellNow, type Cells, type LiveSocket, seriesFor, View } from '../live/index.ts'

/** As for a live socket. */
const MOST = 24
const HEARTBEAT_MS = 5_000

type Opened = { view: View; question: ViewQuestion }

/** The views of one socket whose clock is not live. Frames carry the clock's time; heartbeats go by real time. */
export class OpenViews {
  readonly #app: FastifyInstance
  readonly #socket: LiveSocket
  readonly #cell: (series: number) => CellNow
  readonly #at: () => number
  readonly #epoch = randomInt(1, 2 ** 32 - 1)
  readonly #opened = new Map<number, Opened>()
  #next = 1
  #opening = 0
  #day: string

  constructor(app: FastifyInstance, socket: LiveSocket, cell: (series: number) => CellNow, at: () => number) {
    this.#app = app
    this.#socket = socket
    this.#cell = cell
    this.#at = at
    this.#day = dayOf(at())
  }

  /** Room for one view more, held while it is being read. Throws OVERLOADED. */
  place(): { free(): void } {
    if (this.#opened.size + this.#opening >= MOST)
      throw new RequestError('OVERLOADED', { reason: 'TOO_MANY_VIEWS' })
    this.#opening++
    return { free: () => this.#opening-- }
  }

  /** The series that a question means at the clock's time. Throws NOT_FOUND. */
  ask(question: ViewQuestion): number[] {
    return seriesFor(this.#app, this.#socket.data.principal, question, this.#at())
  }

  open(question: ViewQuestion, series: number[], cells: Cells): ViewOpened {
    const view = new View(this.#next++, series, this.#epoch, this.#cell, this.#at)
    this.#opened.set(view.id, { view, question })
    return {
      view: view.id,
      epoch: this.#epoch,
      cells: series.map((s) => cells.meta(s)).filter((m): m is CellMeta => m !== undefined),
      days: this.#app.calendar.days(),
      snapshot: view.join(this.#socket, Date.now()),
    }
  }

  close(id: number): void {
    this.#opened.get(id)?.view.leave(this.#socket)
    this.#opened.delete(id)
  }
  resume(id: number, epoch: number, seq: number): boolean {
    return this.#opened.get(id)?.view.resume(this.#socket, epoch, seq, Date.now()) ?? false
  }
  applied(views: readonly [number, number][]): number {
    const now = Date.now()
    const lag = ([id, seq]: readonly [number, number]) =>
      this.#opened.get(id)?.view.applied(this.#socket, seq, now) ?? 0
    return views.reduce((most, report) => Math.max(most, lag(report)), 0)
  }

  /** Every series that is on screen. */
  shown(): Set<number> {
    return new Set([...this.#opened.values()].flatMap(({ view }) => view.series))
  }

  tick(changed: Iterable<number>, now: number): void {
    for (const { view } of this.#opened.values()) {
      view.tick(changed, now)
      view.beat(HEARTBEAT_MS, now)
    }
  }

  /** Whatever this socket may no longer see ends at once; the rest is asked for again where it is other than before. */
  withdraw(): void {
    const { principal } = this.#socket.data
    for (const [id, { view }] of this.#opened)
      if (!view.series.every((s) => this.#app.access.canSeeSeries(principal, s))) {
        this.close(id)
        this.#socket.emit('view:changed', id)
      }
    this.recheck('series')
  }

  /** The clock jumped: everything anew, and the question too where it now means other series. */
  snapshots(now: number): void {
    for (const { view } of this.#opened.values()) this.#socket.emit('frame', view.join(this.#socket, now))
    // Another period has other targets, another day other units.
    this.recheck('meta')
  }

  /**
   * On another day other units may be in force, and a series may be new; with another period another target stands beside
   * a value: 'meta' tells everyone.
   */
  recheck(why: 'day' | 'series' | 'meta'): void {
    const day = dayOf(this.#at())
    if (why === 'day' && day === this.#day) return
    this.#day = day
    for (const { view, question } of this.#opened.values()) {
      let now: string | null
      try {
        now = seriesFor(this.#app, this.#socket.data.principal, question, this.#at()).join()
      } catch {
        now = null
      }
      if (why === 'meta' || now !== view.series.join()) view.tellChanged()
    }
  }
}
