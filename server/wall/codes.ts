import { randomInt } from 'node:crypto'

export const CODE_MS = 10 * 60_000
/** Pages that wait at once. The oldest give way: a page whose code is gone asks for another. */
const MOST = 1_000

type Waiting = {
  code: string
  /** SHA-256 of the page's secret, in hex: what the page proves itself with. */
  device: string
  expiresAt: number
  state: 'open' | 'taken' | 'approved'
  token: string | null
}

/** Codes that wait for a person, in memory only: after a restart a page simply asks for a new one. */
export class Codes {
  readonly #byDevice = new Map<string, Waiting>()
  readonly #byCode = new Map<string, Waiting>()
  readonly #most: number
  constructor(most = MOST) {
    this.#most = most
  }

  get size(): number {
    return this.#byDevice.size
  }

  open(device: string, now: number): { code: string; expiresAt: number } {
    this.#sweep(now)
    let code: string
    do code = String(randomInt(1_000_000)).padStart(6, '0')
    while (this.#byCode.has(code))
    const waiting: Waiting = { code, device, expiresAt: now + CODE_MS, state: 'open', token: null }
    this.#byDevice.set(device, waiting)
    this.#byCode.set(code, waiting)
    return { code, expiresAt: waiting.expiresAt }
  }

  /** What the page is told: its token, to wait on, or null when its code has ended. */
  poll(device: string, now: number): { token: string } | { waiting: true } | null {
    const w = this.#byDevice.get(device)
    if (!w || w.expiresAt <= now) return null
    return w.token === null ? { waiting: true } : { token: w.token }
  }

  /** Takes a code for approval so that no one else can; null when there is none. End with `approve` or `release`. */
  take(code: string, now: number): { approve(token: string): void; release(): void } | null {
    const w = this.#byCode.get(code)
    if (!w || w.expiresAt <= now || w.state !== 'open') return null
    w.state = 'taken'
    return {
      approve: (token) => {
        w.state = 'approved'
        w.token = token
        // The page may have lost sight of the answer: the token stays until the code's time is over.
        this.#byCode.delete(code)
      },
      release: () => {
        w.state = 'open'
      },
    }
  }

  #drop(w: Waiting): void {
    this.#byDevice.delete(w.device)
    if (this.#byCode.get(w.code) === w) this.#byCode.delete(w.code)
  }

  #sweep(now: number): void {
    for (const w of this.#byDevice.values()) {
      // Insertion order is the order of expiry.
      if (w.expiresAt > now && this.#byDevice.size < this.#most) return
      this.#drop(w)
    }
  }
}
