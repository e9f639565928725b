import type { ChildProcess } from 'node:child_process'
import { endOrphan } from './orphan.ts'
import { endPostmaster, endRemains, type Log, type Place, spawnPostmaster } from './postmaster.ts'
import { signal } from './processes.ts'

/** Milliseconds before each attempt to start it again; the last one repeats. */
const PAUSES = [100, 250, 500, 1_000, 2_000, 5_000]
/** After this long in good health the pauses begin anew. */
const HEALTHY_MS = 60_000

/** Keeps one PostgreSQL running: says when it goes and when it is back. */
export class Supervisor {
  readonly #place: Place
  readonly #log: Log
  readonly #onDown: (reason: string) => void
  readonly #onUp: () => void
  #child: ChildProcess | null = null
  #up = false
  #stopping = false
  #attempt = 0
  #healthy: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined
  #restarting: Promise<void> = Promise.resolve()
  /** The whole process must not leave it behind, whatever ends it. */
  readonly #atExit = () => {
    if (this.#child?.pid) signal(this.#child.pid, 'SIGINT')
  }

  constructor(place: Place, log: Log, onDown?: (reason: string) => void, onUp?: () => void) {
    this.#place = place
    this.#log = log
    this.#onDown = onDown ?? (() => {})
    this.#onUp = onUp ?? (() => {})
  }

  pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** The first start. Resolves to null when it answers, else to why it does not. */
  async start(): Promise<string | null> {
    process.on('exit', this.#atExit)
    const failure = await new Promise<string | null>((resolve) => this.#spawn(resolve))
    if (failure) await this.stop()
    return failure
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#retry)
    clearTimeout(this.#healthy)
    await this.#restarting
    const pid = this.pid()
    if (pid) await endPostmaster(pid, this.#place.dataDir, this.#log)
    else await endRemains(this.#place.dataDir)
    process.off('exit', this.#atExit)
  }

  #spawn(first?: (failure: string | null) => void): void {
    let fatal = ''
    const log: Log = {
      ...this.#log,
      error: (message) => {
        fatal = message
        // At the end it tells of every connection that it closes itself.
        if (this.#stopping && message.includes('terminating connection')) this.#log.info(message)
        else this.#log.error(message)
      },
    }
    this.#child = spawnPostmaster(this.#place, log, {
      ready: () => {
        first?.(null)
        first = undefined
        this.#rise()
      },
      crashed: (reason) => this.#fall(reason),
      ended: (reason) => {
        this.#child = null
        if (first) return first(fatal || reason)
        this.#fall(reason)
        this.#again()
      },
    })
  }

  #rise(): void {
    if (this.#up || this.#stopping) return
    const isReturn = this.#attempt > 0 || this.#healthy !== undefined
    this.#up = true
    clearTimeout(this.#healthy)
    this.#healthy = setTimeout(() => {
      this.#attempt = 0
    }, HEALTHY_MS)
    this.#healthy.unref()
    if (isReturn) this.#onUp()
  }

  #fall(reason: string): void {
    clearTimeout(this.#healthy)
    if (!this.#up || this.#stopping) return
    this.#up = false
    this.#onDown(reason)
  }

  #again(): void {
    if (this.#stopping) return
    const pause = PAUSES[Math.min(this.#attempt++, PAUSES.length - 1)] ?? 0
    this.#retry = setTimeout(() => {
      this.#restarting = this.#restart()
    }, pause)
  }

  async #restart(): Promise<void> {
    try {
      await endOrphan(this.#place.dataDir, this.#place.socketDir, this.#log)
      if (!this.#stopping) this.#spawn()
    } catch (error) {
      this.#log.error(error instanceof Error ? error.message : String(error))
      this.#again()
    }
  }
}
