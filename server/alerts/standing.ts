import type { FastifyInstance } from 'fastify'
import type { AlertLine } from '../../shared/alert.ts'
import type { Language } from '../../shared/vocabulary.ts'
import { lineOf, turns } from './line.ts'
import { type AlertRecord, readStanding } from './store.ts'

export const MOST_STANDING = 500
/** A clock that is set is noticed by then. */
const LONGEST_SLEEP_MS = 1_000
const RETRY_MS = 1_000

/** What is in force or coming now. It turns by itself, at the second at which something begins or ends. */
export class Standing {
  readonly #app: FastifyInstance
  #records: AlertRecord[] = []
  #lines: AlertLine[] = []
  #timer: NodeJS.Timeout | undefined
  #loading: Promise<void> | null = null
  #again = false
  #closed = false

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  lines = (): readonly AlertLine[] => this.#lines

  /** Reads anew what stands; what came meanwhile is read again after. */
  load(): Promise<void> {
    this.#again = this.#loading !== null
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null
      if (this.#again && !this.#closed) void this.load()
    })
    return this.#loading
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#loading
  }

  async #load(): Promise<void> {
    try {
      this.#records = await readStanding(this.#app.db.pool, Date.now(), MOST_STANDING)
    } catch (error) {
      this.#app.log.warn({ error }, 'alerts not read, trying again')
      if (!this.#closed) setTimeout(() => void this.load(), RETRY_MS).unref()
      return
    }
    this.#pass()
  }

  #pass(): void {
    if (this.#closed) return
    const now = Date.now()
    const before = this.#lines
    this.#records = this.#records.filter((r) => r.endsAt !== null && r.endsAt > now)
    this.#lines = this.#records.flatMap((r) => lineOf(r, now) ?? [])
    if (JSON.stringify(before) !== JSON.stringify(this.#lines)) {
      for (const line of this.#lines)
        if (line.state === 'inForce' && before.find((b) => b.id === line.id)?.state !== 'inForce')
          this.tell(line, { vi: 'Cảnh báo', en: 'Alert' })
      for (const line of before)
        if (line.state === 'inForce' && line.to <= now && !this.#lines.some((l) => l.id === line.id))
          this.tell(line, { vi: 'Hết hiệu lực', en: 'No longer in force' })
      this.#app.bus.emit('alerts')
    }
    const next = Math.min(
      now + LONGEST_SLEEP_MS,
      ...this.#records.flatMap((r) => turns(r).filter((at) => at > now)),
    )
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#pass(), Math.max(5, next - now))
  }

  /** A word on the line of events; only of what everybody may know. */
  tell(
    line: Pick<AlertLine, 'status' | 'headline' | 'scope' | 'simulated'>,
    what: Record<Language, string>,
  ): void {
    if (line.scope !== 'Public') return
    const exercise = line.status === 'Exercise'
    this.#app.bus.emit('happening', {
      at: Date.now(),
      kind: 'alert',
      text: {
        vi: `${exercise ? 'DIỄN TẬP. ' : ''}${what.vi}: ${line.headline.vi}`,
        en: `${exercise ? 'EXERCISE. ' : ''}${what.en}: ${line.headline.en}`,
      },
      simulated: line.simulated,
    })
  }
}
