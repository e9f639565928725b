import type { FastifyInstance } from 'fastify'
import type { ScreenRow } from '../../shared/live.ts'
import type { LiveSocket } from './socket.ts'
import { readScreens } from './store.ts'

/** A screen by its sockets; what its page says of itself is the wall's room's to know. */
export type ScreenHere = Omit<ScreenRow, 'fault'>
type Shown = { scene: string; width: number; height: number; lagMs: number | null; since: number }

/** Paired screens: who is connected, what each shows, how far behind it is. */
export class Screens {
  readonly #app: FastifyInstance
  readonly #connected = new Map<number, Map<LiveSocket, Shown>>()
  readonly #left = new Map<number, number>()
  #known: { id: number; name: string; lastSeenAt: number }[] = []

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async reload(): Promise<void> {
    this.#known = await readScreens(this.#app.db.pool)
  }

  connect(socket: LiveSocket, now: number): void {
    const { principal } = socket.data
    if (principal.kind !== 'screen') return
    const sockets = this.#connected.get(principal.id) ?? new Map<LiveSocket, Shown>()
    sockets.set(socket, { scene: '', width: 0, height: 0, lagMs: null, since: now })
    this.#connected.set(principal.id, sockets)
  }

  disconnect(socket: LiveSocket, now: number): void {
    const { principal } = socket.data
    if (principal.kind !== 'screen') return
    const sockets = this.#connected.get(principal.id)
    sockets?.delete(socket)
    if (!sockets?.size) {
      this.#connected.delete(principal.id)
      this.#left.set(principal.id, now)
    }
  }

  report(socket: LiveSocket, lagMs: number, what: { scene?: string; width?: number; height?: number }): void {
    const { principal } = socket.data
    const shown = principal.kind === 'screen' ? this.#connected.get(principal.id)?.get(socket) : undefined
    if (!shown) return
    shown.lagMs = lagMs
    shown.scene = what.scene ?? shown.scene
    shown.width = what.width ?? shown.width
    shown.height = what.height ?? shown.height
  }

  rows(now: number): ScreenHere[] {
    return this.#known.map(({ id, name, lastSeenAt }) => {
      const shown = [...(this.#connected.get(id)?.values() ?? [])].at(-1)
      const left = this.#left.get(id) ?? lastSeenAt
      return {
        id,
        name,
        connected: shown !== undefined,
        since: shown?.since ?? left,
        scene: shown?.scene ?? '',
        lagMs: shown?.lagMs ?? null,
        width: shown?.width ?? 0,
        height: shown?.height ?? 0,
        lastSeenAt: shown ? now : left,
      }
    })
  }
}
