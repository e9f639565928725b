const LOOK_MS = 1_000
const ANSWER_MS = 1_500
/** One lost answer is not an outage. */
const AWAY_AFTER = 2

/** Asks a LiveKit server once a second whether it is there; tells when that changes. */
export class Watch {
  readonly #url: string
  readonly #turned: (up: boolean) => void
  #missed = 0
  #up = false
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  /** `url` as people's browsers use it, ws or wss. */
  constructor(url: string, turned: (up: boolean) => void) {
    this.#url = url.replace(/^ws/, 'http')
    this.#turned = turned
  }

  get up(): boolean {
    return this.#up
  }

  /** Resolves after the first answer, or its absence. */
  start(): Promise<void> {
    return this.#look()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #look(): Promise<void> {
    const there = await fetch(this.#url, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
      async (answer) => {
        await answer.body?.cancel()
        return answer.ok
      },
      () => false,
    )
    if (this.#stopped) return
    this.#missed = there ? 0 : this.#missed + 1
    const up = there || (this.#up && this.#missed < AWAY_AFTER)
    if (up !== this.#up) {
      this.#up = up
      this.#turned(up)
    }
    this.#timer = setTimeout(() => void this.#look(), this.#missed === 1 ? LOOK_MS / 4 : LOOK_MS)
    this.#timer.unref()
  }
}
