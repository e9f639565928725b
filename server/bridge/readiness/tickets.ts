import { newId } from '../link.ts'

/** What one measurement may carry, both ways together; enough for two seconds of a good line. */
export const MOST_BYTES = 4 << 20
const LIFE_MS = 60_000
const MOST_TICKETS = 500

type Ticket = { left: number; until: number }

/** Rights to measure a line: given over the live socket, short-lived and bounded, so that no stranger can pull bytes. */
export class LineTickets {
  /** By ticket. */
  readonly #tickets = new Map<string, Ticket>()
  readonly #now: () => number
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Null when too many measure at once. */
  give(): string | null {
    const now = this.#now()
    for (const [id, t] of this.#tickets) if (t.until <= now) this.#tickets.delete(id)
    if (this.#tickets.size >= MOST_TICKETS) return null
    const id = newId()
    this.#tickets.set(id, { left: MOST_BYTES, until: now + LIFE_MS })
    return id
  }

  /** Takes bytes from a ticket; false when it does not hold, or not so many. */
  take(id: string, bytes: number): boolean {
    const ticket = this.#tickets.get(id)
    if (!ticket || ticket.until <= this.#now() || ticket.left < bytes) return false
    ticket.left -= bytes
    return true
  }
}
