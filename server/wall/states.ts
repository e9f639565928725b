import type { FastifyInstance } from 'fastify'
import { faultsOf, type ScreenFault } from '../../shared/screen-fault.ts'
import { type ScreenHealth, type ScreenState, spreadOf, type TurnSpread } from '../../shared/wall.ts'
import type { LiveSocket, ScreenHere } from '../live/index.ts'

/** A turn is told again while screens still report it; then another takes its place. */
const KEPT_TURNS = 20
const MOST_OF_TURN = 200
const LOADER = /^[\w-]{8,64}$/

/** How every screen does, for those who watch: told once a second, only what is other than before. */
export class States {
  readonly #app: FastifyInstance
  /** By screen; `heard` by `performance.now()`, which nobody sets. */
  readonly #health = new Map<number, { health: ScreenHealth; at: number; heard: number }>()
  /** By the name of the page on its machine that opened it: whether a screen's page is kept there, also when it is gone. */
  readonly #kept = new Map<string, { screen: number; kept: boolean }>()
  readonly #thumbnails = new Map<number, number>()
  readonly #differs = new Set<number>()
  readonly #watchers = new Set<LiveSocket>()
  /** The state of each screen as it was last told. */
  readonly #told = new Map<number, string>()
  readonly #turns: TurnSpread[] = []
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  watch(socket: LiveSocket): { screens: ScreenState[]; turns: TurnSpread[] } {
    if (!this.#watchers.has(socket)) {
      this.#watchers.add(socket)
      socket.on('disconnect', () => this.#watchers.delete(socket))
    }
    return { screens: this.list(), turns: this.#turns }
  }

  beat(screen: number, health: ScreenHealth, now: number): void {
    this.#health.set(screen, { health, at: now, heard: performance.now() })
    const { loader, kept } = health
    if (typeof loader !== 'string' || !LOADER.test(loader)) return
    for (const [name, before] of this.#kept) if (before.screen === screen) this.#kept.delete(name)
    this.#kept.set(loader, { screen, kept: kept === true })
  }
  /** When its page last said how it does, by `performance.now()`. */
  heard(screen: number): number | undefined {
    return this.#health.get(screen)?.heard
  }
  /** Undefined: nothing was heard of it since the server's start. A screen that was shut out keeps nothing. */
  isKept(loader: string): boolean | undefined {
    const found = this.#kept.get(loader)
    return found?.kept && this.#app.wall.screens.isPaired(found.screen)
  }
  pictured(screen: number, at: number): void {
    this.#thumbnails.set(screen, at)
  }
  proven(screen: number, agrees: boolean): void {
    if (agrees) this.#differs.delete(screen)
    else this.#differs.add(screen)
  }
  gone(screen: number): void {
    this.#health.delete(screen)
  }

  /** The worst that wants a person about a screen, by its sockets and by what its page says. */
  fault(row: Pick<ScreenHere, 'id' | 'connected' | 'since' | 'lagMs'>, now: number): ScreenFault | null {
    const known = this.#health.get(row.id)
    const condition = {
      ...{ connected: row.connected, since: row.since, lagMs: row.lagMs, differs: this.#differs.has(row.id) },
      ...{ health: known?.health ?? null, healthAt: known?.at ?? null },
      copied: this.#app.wall.tokens.copied(row.id),
    }
    return faultsOf(condition, now)[0] ?? null
  }

  /** One screen's word on when it turned what was to turn at `at`. */
  turned(screen: number, at: number, turnedAt: number, what: string): void {
    let turn = this.#turns.find((t) => t.at === at && t.what === what)
    if (!turn) {
      turn = { at, what, turned: [], spreadMs: null }
      this.#turns.unshift(turn)
      this.#turns.length = Math.min(this.#turns.length, KEPT_TURNS)
    }
    if (turn.turned.length >= MOST_OF_TURN || turn.turned.some((t) => t.screen === screen)) return
    turn.turned.push({ screen, at: turnedAt })
    turn.spreadMs = spreadOf(turn.turned.map((t) => t.at))
    for (const socket of this.#watchers) socket.emit('screens:turn', turn)
  }
  turns(): readonly TurnSpread[] {
    return this.#turns
  }

  list(): ScreenState[] {
    const { wall, live } = this.#app
    const rows = new Map(live.screens().map((r) => [r.id, r]))
    return wall.screens.paired().map((s): ScreenState => {
      const row = rows.get(s.id)
      const place = wall.walls.place(s.id)
      const known = this.#health.get(s.id)
      return {
        id: s.id,
        name: s.name,
        group: s.group,
        connected: row?.connected ?? false,
        since: row?.since ?? s.createdAt,
        lastSeenAt: row?.lastSeenAt ?? s.lastSeenAt ?? s.createdAt,
        scene: row?.scene ?? '',
        lagMs: row?.lagMs ?? null,
        health: known?.health ?? null,
        healthAt: known?.at ?? null,
        place: place && { wall: place.wall, row: place.row, column: place.column },
        overlay: s.overlay,
        thumbnailAt: this.#thumbnails.get(s.id) ?? null,
        copied: wall.tokens.copied(s.id),
        differs: this.#differs.has(s.id),
      }
    })
  }

  /** Tells what changed, and which screens there are. */
  pass(): void {
    if (!this.#watchers.size) {
      this.#told.clear()
      return
    }
    const list = this.list()
    const changed = list.filter((s) => {
      // A screen that is here is seen all the time: its time alone is no news.
      const text = JSON.stringify(s.connected ? { ...s, lastSeenAt: 0 } : s)
      const differs = this.#told.get(s.id) !== text
      this.#told.set(s.id, text)
      return differs
    })
    const ids = new Set(list.map((s) => s.id))
    const left = [...this.#told.keys()].filter((id) => !ids.has(id))
    for (const id of left) this.#told.delete(id)
    if (!changed.length && !left.length) return
    for (const socket of this.#watchers) socket.emit('screens:state', changed, [...ids])
  }
}
