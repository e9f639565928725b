import type { ViewQuestion } from '../../shared/live.ts'
import type { Principal } from '../access/index.ts'
import type { CellNow } from './cells.ts'
import type { LiveSocket } from './socket.ts'
import { View } from './view.ts'

/** A screen shows a handful of views; more is a fault or an attack. */
const MOST_PER_SOCKET = 24
/** A view that said nothing for this long says so at the next look, half a second later at most: five seconds in all. */
const HEARTBEAT_MS = 4_400
const LOOK_MS = 500
/** A view outlives its last reader this long: whoever reconnects finds what it missed. */
const LINGER_MS = 30_000

/** `first`: ms; null = not known any more. Sockets of wall screens, and of everyone else. */
export type OnScreens = { first: number | null; screens: number; others: number }

/** What a view shows: its series, the sequence it stands at, and which of them changed after the one that was named. */
export type Shown = { series: readonly number[]; seq: number; later: ReadonlySet<number> }

/** Without a question: taken up again after a reconnect. */
type Opened = { view: View; question: ViewQuestion | null }

/** Every view that somebody reads, by what it holds: cost follows distinct views, not screens. */
export class Views {
  readonly epoch: number
  readonly #cell: (series: number) => CellNow
  readonly #ask: (principal: Principal, question: ViewQuestion) => number[]
  readonly #maySee: (principal: Principal, series: number) => boolean
  readonly #byKey = new Map<string, View>()
  readonly #byId = new Map<number, View>()
  /** Views by series: a change finds its views without looking at the others. */
  readonly #bySeries = new Map<number, Set<View>>()
  /** Views nobody reads, since when. */
  readonly #empty = new Map<View, number>()
  readonly #opened = new Map<LiveSocket, Map<number, Opened>>()
  /** Views with a reader that was passed over. */
  readonly #waiting = new Set<View>()
  #lookedAt = 0
  #next = 1

  constructor(
    epoch: number,
    cell: (series: number) => CellNow,
    ask: (principal: Principal, question: ViewQuestion) => number[],
    maySee: (principal: Principal, series: number) => boolean,
  ) {
    this.epoch = epoch
    this.#cell = cell
    this.#ask = ask
    this.#maySee = maySee
  }

  /** Throws RequestError NOT_FOUND for an unknown thing; null when the socket has too many open. */
  open(socket: LiveSocket, question: ViewQuestion, now: number): { view: View; snapshot: Uint8Array } | null {
    const opened = this.#opened.get(socket) ?? new Map<number, Opened>()
    if (opened.size >= MOST_PER_SOCKET) return null
    const series = this.#ask(socket.data.principal, question)
    const key = series.join()
    let view = this.#byKey.get(key)
    if (!view) {
      view = new View(this.#next++, series, this.epoch, this.#cell)
      this.#byKey.set(key, view)
      this.#byId.set(view.id, view)
      for (const s of series) this.#bySeries.set(s, (this.#bySeries.get(s) ?? new Set()).add(view))
    }
    this.#empty.delete(view)
    opened.set(view.id, { view, question })
    this.#opened.set(socket, opened)
    return { view, snapshot: view.join(socket, now) }
  }

  close(socket: LiveSocket, id: number): void {
    const opened = this.#opened.get(socket)?.get(id)
    if (!opened) return
    this.#opened.get(socket)?.delete(id)
    this.#release(opened.view, socket)
  }

  closeAll(socket: LiveSocket): void {
    for (const { view } of this.#opened.get(socket)?.values() ?? []) this.#release(view, socket)
    this.#opened.delete(socket)
  }

  /** Deltas since `seq` when they are still held; the scope is asked again. False = open it anew. */
  resume(socket: LiveSocket, id: number, epoch: number, seq: number, now: number): boolean {
    const view = this.#byId.get(id)
    const opened = this.#opened.get(socket) ?? new Map<number, Opened>()
    if (!view || epoch !== this.epoch || opened.size >= MOST_PER_SOCKET) return false
    const { principal } = socket.data
    if (!opened.has(id) && !view.series.every((s) => this.#maySee(principal, s))) return false
    if (!view.resume(socket, epoch, seq, now)) return false
    this.#empty.delete(view)
    opened.set(id, opened.get(id) ?? { view, question: null })
    this.#opened.set(socket, opened)
    return true
  }

  /** The largest lag of the reported views, ms. */
  applied(socket: LiveSocket, views: readonly [number, number][], now: number): number {
    return views.reduce((lag, [id, seq]) => {
      const opened = this.#opened.get(socket)?.get(id)
      return opened ? Math.max(lag, opened.view.applied(socket, seq, now)) : lag
    }, 0)
  }

  /** An open view of whoever it holds for, as it stands against `seq`; null when there is none, or it is of another life. */
  shown(whose: (p: Principal) => boolean, id: number, epoch: number, seq: number): Shown | null {
    const view = this.#byId.get(id)
    if (!view || epoch !== this.epoch) return null
    const open = [...view.readers()].some((socket) => whose(socket.data.principal))
    const stand = open ? view.stand(seq) : null
    return stand && { series: view.series, ...stand }
  }

  /** Where a value that was recorded at `since` (ms) stands now, and when the first frame left with it if that is still known. */
  onScreens(series: number, since: number): OnScreens {
    const sockets = new Set<LiveSocket>()
    let first: number | null = null
    for (const view of this.#bySeries.get(series) ?? []) {
      for (const socket of view.readers()) sockets.add(socket)
      const at = view.firstSent(series, since)
      if (at !== null && (first === null || at < first)) first = at
    }
    const screens = [...sockets].filter((s) => s.data.principal.kind === 'screen').length
    return { first, screens, others: sockets.size - screens }
  }

  /** What a sequence of a view said of a series; undefined when that is not known here, or no more. */
  sent(asked: { view: number; epoch: number; seq: number; series: number }): number[] | undefined {
    return asked.epoch === this.epoch ? this.#byId.get(asked.view)?.sent(asked.seq, asked.series) : undefined
  }

  /** Looks at the views that something changed for or that somebody waits in; at all of them twice a second only. */
  tick(changed: ReadonlySet<number>, now: number): void {
    const touched = new Map<View, number[]>()
    for (const s of changed)
      for (const view of this.#bySeries.get(s) ?? []) {
        const list = touched.get(view)
        if (list) list.push(s)
        else touched.set(view, [s])
      }
    for (const view of this.#waiting) if (!touched.has(view)) touched.set(view, [])
    for (const [view, series] of touched) {
      view.tick(series, now)
      if (view.waiting) this.#waiting.add(view)
      else this.#waiting.delete(view)
    }
    if (now - this.#lookedAt < LOOK_MS) return
    this.#lookedAt = now
    this.#drop(now)
    for (const view of this.#byId.values()) view.beat(HEARTBEAT_MS, now)
  }

  /** The catalogue, contracts, targets or series changed: whoever's answer differs now is told to ask again. */
  recheck(metaChanged: boolean): void {
    const told = new Set<View>()
    for (const [socket, opened] of this.#opened)
      for (const { view, question } of opened.values()) {
        if (told.has(view)) continue
        let key: string | null
        try {
          key = question ? this.#ask(socket.data.principal, question).join() : view.series.join()
        } catch {
          key = null
        }
        if (metaChanged || key !== view.series.join()) {
          told.add(view)
          view.tellChanged()
        }
      }
  }

  /** Series have their first value: whoever asked for them before it is told to ask again for what is said of them. */
  begun(series: ReadonlySet<number>): void {
    for (const view of new Set([...series].flatMap((s) => [...(this.#bySeries.get(s) ?? [])])))
      view.tellChanged()
  }

  /** What whoever it holds for may no longer see ends at once; what they see otherwise now they are told to ask for again. */
  withdraw(whom: (principal: Principal) => boolean): void {
    for (const [socket, opened] of this.#opened) {
      const { principal } = socket.data
      if (!whom(principal)) continue
      for (const [id, { view, question }] of opened) {
        const fine = view.series.every((s) => this.#maySee(principal, s))
        let key: string | null = view.series.join()
        try {
          if (question) key = this.#ask(principal, question).join()
        } catch {
          key = null
        }
        if (fine && key === view.series.join()) continue
        if (!fine) this.close(socket, id)
        socket.emit('view:changed', id)
      }
    }
  }

  #release(view: View, socket: LiveSocket): void {
    view.leave(socket)
    if (view.empty) this.#empty.set(view, Date.now())
  }

  #drop(now: number): void {
    for (const [view, since] of this.#empty) {
      if (now - since < LINGER_MS) continue
      this.#empty.delete(view)
      this.#waiting.delete(view)
      this.#byKey.delete(view.series.join())
      this.#byId.delete(view.id)
      for (const s of view.series) {
        const views = this.#bySeries.get(s)
        views?.delete(view)
        if (!views?.size) this.#bySeries.delete(s)
      }
    }
  }
}
