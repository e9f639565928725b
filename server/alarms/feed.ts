import type { FastifyInstance } from 'fastify'
import type { AlarmNews } from '../../shared/live.ts'
import type { Principal } from '../access/index.ts'
import { type LiveSocket, on } from '../live/index.ts'
import type { Book } from './book.ts'
import type { Alarm } from './types.ts'
import { alarmView, countsOf } from './view.ts'

/** Alarms in one piece of news, and how often one goes out. */
export const PIECE = 500
const EVERY_MS = 150

/** Who may know of an alarm: whoever looks over the whole country, else whose unit it is. */
export function seesAlarm(app: FastifyInstance, p: Principal | null, a: Pick<Alarm, 'unitId'>): boolean {
  if (p?.kind !== 'account') return false
  if (p.role !== 'agency' && app.access.visibleUnit(p, app.catalogue.now().nation().id)) return true
  return a.unitId !== null && app.access.visibleUnit(p, a.unitId)
}

/** Tells each page what changed in pieces of bounded size: the newest first, the rest in the pieces after. */
export class Feed {
  readonly #app: FastifyInstance
  readonly #book: Book
  /** What each reader has still to hear of. */
  readonly #readers = new Map<LiveSocket, Map<number, Alarm>>()
  readonly #timer: NodeJS.Timeout

  constructor(app: FastifyInstance, book: Book) {
    this.#app = app
    this.#book = book
    app.live.onSocket((socket) => {
      on(
        socket,
        'alarms:watch',
        (error) => app.log.error({ error }, 'live event failed'),
        () => this.#watch(socket),
      )
      socket.on('disconnect', () => this.#readers.delete(socket))
    })
    this.#timer = setInterval(() => this.#tell(), EVERY_MS)
  }

  changed(alarms: readonly Alarm[]): void {
    for (const waiting of this.#readers.values()) for (const a of alarms) waiting.set(a.id, a)
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #watch(socket: LiveSocket): AlarmNews {
    const seen = [...this.#book.all()].filter((a) => seesAlarm(this.#app, socket.data.principal, a))
    const newest = seen.sort((a, b) => b.id - a.id)
    this.#readers.set(socket, new Map(newest.slice(PIECE).map((a) => [a.id, a])))
    return { rows: newest.slice(0, PIECE).map(alarmView), gone: [], counts: countsOf(seen) }
  }

  #tell(): void {
    const views = new Map<number, ReturnType<typeof alarmView>>()
    const viewOf = (a: Alarm) => {
      const view = views.get(a.id) ?? alarmView(a)
      views.set(a.id, view)
      return view
    }
    let wide: AlarmNews['counts'] | null = null
    for (const [socket, waiting] of this.#readers) {
      if (!waiting.size) continue
      const { principal } = socket.data
      const whole = seesAlarm(this.#app, principal, { unitId: null })
      const gone: number[] = []
      const there: Alarm[] = []
      for (const a of waiting.values()) {
        if (!whole && !seesAlarm(this.#app, principal, a)) waiting.delete(a.id)
        else if (a.life.endedAt !== null) gone.push(a.id)
        else there.push(a)
      }
      const rows = there.sort((a, b) => b.id - a.id).slice(0, PIECE)
      for (const { id } of rows) waiting.delete(id)
      for (const id of gone) waiting.delete(id)
      if (!rows.length && !gone.length) continue
      if (whole) wide ??= countsOf(this.#book.all())
      const counts =
        whole && wide
          ? wide
          : countsOf([...this.#book.all()].filter((a) => seesAlarm(this.#app, principal, a)))
      socket.emit('alarms:news', { rows: rows.map(viewOf), gone, counts })
    }
  }
}
