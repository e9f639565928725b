import type { FastifyInstance } from 'fastify'
import type {
  AttentionRow,
  BoardPatch,
  BoardRow,
  HappeningRow,
  ScreenRow,
  WallAlarm,
} from '../../shared/live.ts'
import { AttentionNews } from './attention-news.ts'
import type { Board } from './board.ts'
import type { Screens } from './screens.ts'
import type { LiveSocket } from './socket.ts'

type Feed = 'board' | 'counts'
/** Of what happens within a moment, the newest are told: a page keeps no more. */
const MOST_HAPPENED = 50

/** The pushed lists beside the views: board, screens, attention, counts, happenings. Each reader gets what it may see. */
export class Feeds {
  readonly #app: FastifyInstance
  readonly #board: Board
  readonly #screens: Screens
  readonly #readers = new Map<LiveSocket, Set<Feed>>()
  readonly #attention = new AttentionNews()
  #happened: HappeningRow[] = []
  #counts = ''
  #screenRows = ''
  #wallAlarms = '[]'

  constructor(app: FastifyInstance, board: Board, screens: Screens) {
    this.#app = app
    this.#board = board
    this.#screens = screens
  }

  watch(socket: LiveSocket, feed: Feed): void {
    this.#readers.set(socket, (this.#readers.get(socket) ?? new Set()).add(feed))
  }
  leave(socket: LiveSocket): void {
    this.#readers.delete(socket)
  }

  /** The whole country's screens and line of events belong to those who look over the whole country. */
  #wide({ data: { principal } }: LiveSocket): boolean {
    return this.#app.access.visibleUnit(principal, this.#app.catalogue.now().nation().id)
  }
  #sees({ data: { principal } }: LiveSocket, connection: string): boolean {
    const c = this.#app.intake.connections.get(connection)
    return c !== undefined && this.#app.access.visibleUnit(principal, c.agencyId)
  }

  rows(socket: LiveSocket, now: number): BoardRow[] {
    return this.#app.intake.connections.list().flatMap((c) => {
      const row = this.#sees(socket, c.id) ? this.#board.row(c.id, now) : null
      return row ? [row] : []
    })
  }
  screens(socket: LiveSocket, now: number): ScreenRow[] {
    return this.#wide(socket) ? this.#screenRowsAt(now) : []
  }
  #screenRowsAt(now: number): ScreenRow[] {
    const { states } = this.#app.wall
    return this.#screens.rows(now).map((row) => ({ ...row, fault: states.fault(row, now) }))
  }
  attention(socket: LiveSocket): AttentionRow[] {
    const rows = this.#app.duty.rows()
    this.#attention.given(rows)
    if (this.#wide(socket)) return rows
    return rows.filter((r) => r.kind === 'connection' && this.#sees(socket, r.subject))
  }
  happenings(socket: LiveSocket, list: HappeningRow[]): HappeningRow[] {
    return this.#wide(socket) ? list : []
  }

  tellHappening(row: HappeningRow): void {
    this.#happened.push(row)
    if (this.#happened.length > MOST_HAPPENED) this.#happened.shift()
  }
  tellAlerts(): void {
    const lines = this.#app.alerts.lines()
    for (const [socket, feeds] of this.#readers) if (feeds.has('counts')) socket.emit('alerts', lines)
  }
  /** `anew`: what a screen may show has changed, though no alarm did. */
  tellWallAlarms(anew = false): void {
    const rows = this.#app.alarms.onWall()
    const counts = this.#app.alarms.onWallCounts()
    const text = JSON.stringify([rows, counts])
    const same = text === this.#wallAlarms && !anew
    this.#wallAlarms = text
    for (const [socket, feeds] of this.#readers) {
      if (!feeds.has('counts') || !this.#wide(socket)) continue
      // What a screen shows in the place of those that it may not show may be other than before, though the first are not.
      const own = socket.data.principal.kind === 'screen' && this.#app.privacy.outside
      if (!same || own) socket.emit('alarms:wall', this.#shownTo(socket, rows), counts)
    }
  }
  /** A screen shows no words of a number that it may not show: they carry it. */
  #shownTo({ data: { principal } }: LiveSocket, rows: WallAlarm[]): WallAlarm[] {
    return principal.kind === 'screen' ? this.#app.alarms.onWall(undefined, principal) : rows
  }
  wallAlarms(socket: LiveSocket) {
    const wide = this.#wide(socket)
    return {
      wallAlarms: wide ? this.#shownTo(socket, this.#app.alarms.onWall()) : [],
      wallAlarmCounts: wide ? this.#app.alarms.onWallCounts() : { critical: 0, high: 0, medium: 0, low: 0 },
    }
  }
  /** What people at a desk read again when they hear of it; of directives a wall, too, shows a list. */
  tell(what: 'directives' | 'bookings' | 'shifts' | 'log'): void {
    for (const [socket, feeds] of this.#readers) {
      const { kind } = socket.data.principal
      const shows = kind === 'account' || (kind === 'screen' && what === 'directives')
      if (feeds.has('counts') && shows) socket.emit(what)
    }
  }
  turned(): void {
    this.#attention.turn()
  }

  /** A few times a second: what turned since, however much it was. */
  tellTurned(): void {
    const happened = this.#happened
    this.#happened = []
    // Nobody listens, as while the other rooms still open: whoever comes is given all that stands.
    if (!this.#readers.size) return
    const news = this.#attention.next(() => this.#app.duty.rows())
    if (!happened.length && !news) return
    for (const [socket, feeds] of this.#readers) {
      const wide = this.#wide(socket)
      if (feeds.has('counts') && wide) for (const row of happened) socket.emit('happening', row)
      if (!news || !feeds.has('board')) continue
      const sees = (r: AttentionRow) => wide || (r.kind === 'connection' && this.#sees(socket, r.subject))
      const [rows, gone] = [news.rows.filter(sees), news.gone.filter(sees).map((r) => r.id)]
      if (rows.length || gone.length) socket.emit('attention:news', { rows, gone })
    }
  }

  /** Once a second: what changed since. */
  pass(now: number): void {
    const counts = this.#app.trust.counts()
    const countsText = JSON.stringify(counts)
    const countsChanged = countsText !== this.#counts
    this.#counts = countsText
    // Nobody listens, as while the room of the screens still opens.
    const screens = this.#readers.size ? this.#screenRowsAt(now) : []
    const screensText = JSON.stringify(screens.map(({ lastSeenAt: _, ...r }) => r))
    const screensChanged = screensText !== this.#screenRows
    this.#screenRows = screensText
    const ids = this.#app.intake.connections.list().map((c) => c.id)
    const patches = this.#board.patches(ids, now)
    for (const [socket, feeds] of this.#readers) {
      if (countsChanged && feeds.has('counts')) socket.emit('counts', counts)
      if (screensChanged && feeds.has('board') && this.#wide(socket)) socket.emit('screens:rows', screens)
      const seen: BoardPatch[] = this.#wide(socket)
        ? patches
        : patches.filter((p) => this.#sees(socket, p.id))
      if (seen.length) socket.emit('board:rows', seen)
    }
  }
}
