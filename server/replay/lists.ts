import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { AlertLine } from '../../shared/alert.ts'
import type { AttentionRow, BoardPatch, BoardRow, Counts, CountsAnswer } from '../../shared/live.ts'
import { readLaddersAt } from '../duty/index.ts'
import type { LiveSocket } from '../live/index.ts'
import { readAttention } from './board-store.ts'
import type { Contracts } from './contracts.ts'
import type { Engine } from './engine.ts'
import { type BoardThen, PastBoard } from './past-board.ts'

const KEPT_HAPPENINGS = 50
/** Series of one indicator that are asked whether it is supplied. */
const MOST_OF_INDICATOR = 250

type Then = [BoardThen, AttentionRow[], AlertLine[]]
type Surroundings = { app: FastifyInstance; pool: pg.Pool; contracts: Contracts; socket: LiveSocket }

/** The lists beside the views at the clock's time: board, attention, counts, happenings. Screens were not kept: none. */
export class Lists {
  readonly #app: FastifyInstance
  readonly #pool: pg.Pool
  readonly #socket: LiveSocket
  readonly #engine: () => Engine
  readonly #board: PastBoard
  readonly #watched = new Set<'board' | 'counts'>()
  readonly #sent = new Map<string, string>()
  #attention = ''
  #counts = ''
  #alerts = ''
  #stopped = false
  #telling: Promise<void> | null = null
  #looking: Promise<Then> | null = null
  #lookedAt: number | null = null
  /** The newest happening that was told. */
  #told: number

  constructor({ app, pool, contracts, socket }: Surroundings, engine: () => Engine) {
    this.#app = app
    this.#pool = pool
    this.#socket = socket
    this.#engine = engine
    this.#board = new PastBoard(app, pool, contracts)
    this.#told = engine().at
  }

  async board(): Promise<{ rows: BoardRow[]; screens: never[]; attention: AttentionRow[] }> {
    const [then, attention] = await this.#look()
    this.#watched.add('board')
    this.#keep(then)
    this.#attention = JSON.stringify(attention)
    return { rows: this.#rows(then), screens: [], attention }
  }

  async counts(): Promise<CountsAnswer> {
    const [then, , alerts] = await this.#look()
    this.#watched.add('counts')
    this.#keep(then)
    this.#told = then.at
    const counts = this.#countsOf(then)
    this.#counts = JSON.stringify(counts)
    const happenings = this.#wide() ? then.happenings.slice(0, KEPT_HAPPENINGS) : []
    this.#alerts = JSON.stringify(alerts)
    const wallAlarmCounts = { critical: 0, high: 0, medium: 0, low: 0 }
    return { counts, happenings, alerts, wallAlarms: [], wallAlarmCounts, beats: this.#rows(then) }
  }

  /** The series by which the supplied indicators are counted. */
  counted(): number[] {
    const now = this.#app.catalogue.now()
    const ofIndicator = new Map<number, number>()
    return now.allSeries().flatMap(({ id, indicator }) => {
      const n = ofIndicator.get(indicator.id) ?? 0
      if (!indicator.inNationalSet || n >= MOST_OF_INDICATOR || !this.#app.trust.connectionOf(id)) return []
      ofIndicator.set(indicator.id, n + 1)
      return [id]
    })
  }

  /** Nobody reads them for now. */
  leave(): void {
    this.#watched.clear()
  }

  /** The clock was left: nothing more is told. */
  stop(): void {
    this.#stopped = true
  }

  /** The clock was set elsewhere: what happened between is no news. */
  jumped(): void {
    this.#lookedAt = null
    this.#told = Number.POSITIVE_INFINITY
  }

  /** Tells what is different since the last look; nothing while the clock stands. */
  async pass(): Promise<void> {
    if (!this.#watched.size || this.#telling || this.#lookedAt === this.#engine().at) return
    this.#telling = this.#tell().finally(() => {
      this.#telling = null
    })
    await this.#telling
  }

  async #tell(): Promise<void> {
    const at = this.#engine().at
    const [then, attention, alerts] = await this.#look()
    if (this.#stopped) return
    this.#lookedAt = at
    const patches = this.#rows(then).flatMap((row): BoardPatch[] => {
      const text = JSON.stringify(row)
      if (this.#sent.get(row.id) === text) return []
      return [{ ...row, beatTail: row.beat.slice(-2) }]
    })
    this.#keep(then)
    if (patches.length) this.#socket.emit('board:rows', patches)
    if (this.#watched.has('board') && JSON.stringify(attention) !== this.#attention) {
      this.#attention = JSON.stringify(attention)
      this.#socket.emit('attention:rows', attention)
    }
    if (!this.#watched.has('counts')) return
    if (JSON.stringify(alerts) !== this.#alerts) {
      this.#alerts = JSON.stringify(alerts)
      this.#socket.emit('alerts', alerts)
    }
    const counts = this.#countsOf(then)
    if (JSON.stringify(counts) !== this.#counts) {
      this.#counts = JSON.stringify(counts)
      this.#socket.emit('counts', counts)
    }
    const news = then.happenings.filter((h) => h.at > this.#told).slice(0, KEPT_HAPPENINGS)
    this.#told = then.at
    if (this.#wide()) for (const row of news.reverse()) this.#socket.emit('happening', row)
  }

  /** One look at a time: whoever asks meanwhile gets the same. */
  #look(): Promise<Then> {
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #lookNow(): Promise<Then> {
    const { at } = this.#engine()
    const [then, causes, ladders, alerts] = await Promise.all([
      this.#board.look(at),
      readAttention(this.#pool, at),
      readLaddersAt(this.#pool, at),
      this.#app.alerts.at(at),
    ])
    const attention = causes.map((c) => this.#app.duty.shown(c, (id) => ladders.get(id) ?? null))
    return [
      then,
      this.#wide() ? attention : attention.filter((a) => a.kind === 'connection' && this.#sees(a.subject)),
      alerts,
    ]
  }

  #keep(then: BoardThen): void {
    this.#sent.clear()
    for (const row of this.#rows(then)) this.#sent.set(row.id, JSON.stringify(row))
  }
  #rows = (then: BoardThen) => [...then.rows.values()].filter((row) => this.#sees(row.id))

  #countsOf(then: BoardThen): Counts {
    const engine = this.#engine()
    return {
      supplied: engine.coverage.supplied(this.#app.catalogue.now()),
      nationalSet: this.#app.config.nationalSet,
      ...then.counts,
      simulated: engine.simulated,
    }
  }

  // As for a live socket: the whole country's belongs to those who look over it.
  #wide(): boolean {
    const { access, catalogue } = this.#app
    return access.visibleUnit(this.#socket.data.principal, catalogue.now().nation().id)
  }
  #sees(connection: string): boolean {
    const c = this.#app.intake.connections.get(connection)
    return c !== undefined && this.#app.access.visibleUnit(this.#socket.data.principal, c.agencyId)
  }
}
