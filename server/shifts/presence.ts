import type { FastifyInstance } from 'fastify'
import type { Presence } from '../../shared/shift.ts'
import { readStandings } from './store.ts'

/** A page that loads again is back within this. */
const GRACE_MS = 30_000
const LOOK_MS = 30_000

type Here = { sockets: number; left: number; signedOut: boolean }

/** Whether those who stand watch are at a page: by their sockets, and by whether any browser is still signed in. */
export class PresenceWatch {
  readonly #app: FastifyInstance
  readonly #holders: () => number[]
  readonly #changed: () => void
  readonly #ended: (account: number) => Promise<void>
  /** By account. */
  readonly #here = new Map<number, Here>()
  readonly #started = Date.now()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #again: NodeJS.Timeout

  constructor(
    app: FastifyInstance,
    how: { holders(): number[]; changed(): void; ended(account: number): Promise<void> },
  ) {
    this.#app = app
    this.#holders = how.holders
    this.#changed = how.changed
    this.#ended = how.ended
    app.live.onSocket((socket, principal) => {
      if (principal.kind !== 'account') return
      const { id } = principal
      const now = this.#of(id)
      const was = this.of(id).presence
      now.sockets++
      now.signedOut = false
      if (was !== 'here') this.#tell(id)
      socket.on('disconnect', () => {
        now.sockets--
        if (now.sockets > 0) return
        now.left = Date.now()
        this.#later(2_000)
        this.#later(GRACE_MS + 100)
      })
    })
    this.#later(GRACE_MS + 100)
    this.#again = setInterval(() => void this.look(), LOOK_MS)
    this.#again.unref()
  }

  #of(account: number): Here {
    const found = this.#here.get(account) ?? { sockets: 0, left: this.#started, signedOut: false }
    this.#here.set(account, found)
    return found
  }
  #later(ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      void this.look().then(() => this.#changed())
    }, ms)
    timer.unref()
    this.#timers.add(timer)
  }
  #tell(account: number): void {
    if (this.#holders().includes(account)) this.#changed()
  }

  of(account: number): { presence: Presence; since: number } {
    const { sockets, left, signedOut } = this.#of(account)
    if (sockets > 0) return { presence: 'here', since: left }
    if (signedOut) return { presence: 'signed-out', since: left }
    return { presence: Date.now() - left > GRACE_MS ? 'away' : 'here', since: left }
  }

  /** Asks the accounts of those who stand watch whether they are still in force. */
  async look(): Promise<void> {
    const holders = this.#holders()
    if (!holders.length || !this.#app.db.ready()) return
    try {
      const { catalogue, db } = this.#app
      const standings = await readStandings(db.pool, holders, catalogue.now().nation().id)
      for (const { account, ended, signedIn } of standings) {
        if (ended) {
          await this.#ended(account)
          continue
        }
        const now = this.#of(account)
        const out = now.sockets === 0 && !signedIn
        if (out === now.signedOut) continue
        now.signedOut = out
        this.#changed()
      }
    } catch (error) {
      this.#app.log.warn({ error }, 'presence of those on watch')
    }
  }

  close(): void {
    clearInterval(this.#again)
    for (const timer of this.#timers) clearTimeout(timer)
  }
}
