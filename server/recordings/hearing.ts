/** A page that sends nothing for this long has gone: it sends a chunk every few seconds. */
const SILENT_MS = 30_000
/** A look that comes so late had no database to ask, or its process stood still. */
const BREAK_MS = 15_000

/**
 * Whether a page has gone, or could only not be heard: silence counts from when the server and its database have been there
 * without a break, so that a page that kept its chunks through an outage can still send them. Times in ms.
 */
export class Hearing {
  #from = Number.NEGATIVE_INFINITY
  #lookedAt = Number.NEGATIVE_INFINITY

  /** The database answered a look. */
  looked(now: number): void {
    if (now - this.#lookedAt > BREAK_MS) this.#from = now
    this.#lookedAt = now
  }

  isGone(lastAt: number, now: number): boolean {
    return now - Math.max(lastAt, this.#from) > SILENT_MS
  }
}
