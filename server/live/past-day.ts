import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { BEAT_CELL_MS, BEAT_CELLS } from '../../shared/live.ts'
import type { Board } from './board.ts'
import { type News, readNews } from './news.ts'
import { type Beat, readBeats, readStates } from './store.ts'

/** A start waits so long for the bars to stand; what takes longer comes beside what is live. */
const PATIENCE_MS = 3_000
const AGAIN_MS = 15_000

type Waits = { patience: number; again: number }

/**
 * The day before the start, on the board. However much came in it, and whatever becomes of the reading, the start goes on:
 * it is read cell by cell, each a short statement, and asked for again until it stands.
 */
export class PastDay {
  readonly #app: FastifyInstance
  readonly #board: Board
  readonly #waits: Waits
  /** What is received from here on the board counts itself. */
  readonly #until = Date.now()
  readonly #ending = new AbortController()
  readonly #off: () => void
  #repairs = 0
  #reading: Promise<void> = Promise.resolve()

  constructor(app: FastifyInstance, board: Board, waits: Partial<Waits> = {}) {
    this.#app = app
    this.#board = board
    this.#waits = { patience: PATIENCE_MS, again: AGAIN_MS, ...waits }
    board.awaitsPast(this.#until)
    this.#off = app.bus.on('repaired', () => {
      this.#repairs++
    })
  }

  /** Resolves when the day stands, or after the patience of a start. */
  async begin(): Promise<void> {
    this.#reading = this.#read()
    await Promise.race([this.#reading, sleep(this.#waits.patience, undefined, { ref: false })])
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    this.#off()
    await this.#reading
  }

  async #read(): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      const repairs = this.#repairs
      try {
        const { beats, states, news } = await this.#ask()
        // Rows repaired meanwhile may have been counted as refused.
        if (signal.aborted || repairs !== this.#repairs) continue
        this.#board.hydrate(beats, states, news, Date.now())
        this.#off()
        return
      } catch (error) {
        this.#app.log.warn({ error }, 'the last day is not on the board yet, trying again')
        await sleep(this.#waits.again, undefined, { signal, ref: false }).catch(() => undefined)
      }
    }
  }

  async #ask() {
    const pool = this.#app.db.readPool
    const ids = this.#app.intake.connections.list().map((c) => c.id)
    const oldest = this.#until - BEAT_CELLS * BEAT_CELL_MS
    const beats: Beat[] = []
    const news = new Map<string, News>()
    for (let until = this.#until; ids.length && until > oldest; until -= BEAT_CELL_MS) {
      if (this.#ending.signal.aborted) break
      const from = until - BEAT_CELL_MS
      beats.push(...(await readBeats(pool, ids, from, until, BEAT_CELL_MS)))
      // Newest first: what a source said last, and the last time it was something new.
      const wanted = ids.filter((id) => (news.get(id)?.newsAt ?? null) === null)
      for (const n of wanted.length ? await readNews(pool, wanted, from, until - 1) : [])
        news.set(n.id, { ...n, unchanged: news.get(n.id)?.unchanged ?? n.unchanged })
    }
    return { beats, states: await readStates(pool, ids, oldest), news: [...news.values()] }
  }
}
