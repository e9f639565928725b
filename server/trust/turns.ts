import { setTimeout as pause } from 'node:timers/promises'
import { RequestError } from '../../shared/refusal.ts'

/** Each that waits holds what it is to read in memory. */
const MOST_WAITING = 8
const REST_MS = 50

/** Heavy readings one after the other, whoever asks: each keeps the process for a while. */
export class Turns {
  #line: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** Throws RATE_LIMITED while too many wait. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting > MOST_WAITING) throw new RequestError('RATE_LIMITED', { retryAfter: 5 })
    this.#waiting++
    const turn = this.#line.then(work).finally(() => {
      this.#waiting--
    })
    this.#line = turn.then(
      () => pause(REST_MS),
      () => pause(REST_MS),
    )
    return turn
  }
}
