import type { Book } from './book.ts'

const TELL_MS = 5_000

/**
 * What a dead connection explains: not raised beside it while it is dead, watched all the same, and raised when the
 * connection is back and it still holds.
 */
export class Held<P extends object> {
  readonly #book: Book
  readonly #lost: (connection: string) => boolean
  /** Places held back, by connection. */
  readonly #by = new Map<string, Set<P>>()
  readonly #of = new Map<P, string>()
  readonly #told = new Map<string, number>()

  /** `lost`: whether a connection is, whatever any rule says of it. */
  constructor(book: Book, lost: (connection: string) => boolean) {
    this.#book = book
    this.#lost = lost
  }

  /** Nothing comes over it now: it is lost, or an alarm says so. */
  dead(connection: string): boolean {
    return this.#lost(connection) || this.#book.deadConnection(connection) !== undefined
  }

  hold(connection: string, place: P): void {
    const set = this.#by.get(connection) ?? new Set()
    this.#by.set(connection, set.add(place))
    this.#of.set(place, connection)
  }

  /** It holds no more, or is looked at no more. Returns whether it was held back. */
  drop(place: P): boolean {
    const connection = this.#of.get(place)
    if (connection === undefined) return false
    this.#of.delete(place)
    this.#by.get(connection)?.delete(place)
    return true
  }

  /** Those whose connection is dead no more. */
  released(): P[] {
    const free: P[] = []
    for (const [connection, places] of this.#by) {
      if (this.dead(connection)) continue
      this.#by.delete(connection)
      for (const p of places) {
        this.#of.delete(p)
        free.push(p)
      }
    }
    return free
  }

  /** Writes on each dead connection's alarm how many it holds back; a changing count every few seconds. */
  tell(now: number): void {
    for (const [connection, places] of this.#by) {
      const a = this.#book.deadConnection(connection)
      if (!a || a.life.suppressed === places.size) continue
      if (now - (this.#told.get(connection) ?? 0) < TELL_MS && a.life.suppressed > 0) continue
      this.#told.set(connection, now)
      this.#book.note(a.rule.id, a.place, 'suppressing', { count: places.size })
    }
    for (const connection of this.#told.keys()) if (!this.#by.has(connection)) this.#told.delete(connection)
  }
}
