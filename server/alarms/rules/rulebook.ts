import type { FastifyInstance } from 'fastify'
import type { AlarmLadderInput, AlarmLadderView } from '../../../shared/api/alarms.ts'
import type { Engine } from '../engine.ts'
import type { Rule } from '../types.ts'
import { readLadders, readRules } from './store.ts'

const SOON_MS = 300

/** The rules and ladders as they now are, and where the rules look. */
export class Rulebook {
  readonly #app: FastifyInstance
  readonly #engine: Engine
  #rules: Rule[] = []
  #ladders = new Map<string, AlarmLadderView>()
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #closed = false
  /** What is to be looked at anew when the rules are others. */
  onChange: () => void = () => {}

  constructor(app: FastifyInstance, engine: Engine) {
    this.#app = app
    this.#engine = engine
  }

  get rules(): readonly Rule[] {
    return this.#rules
  }
  ladders(): AlarmLadderView[] {
    return [...this.#ladders.values()]
  }
  ladder(code: string): AlarmLadderInput | undefined {
    return this.#ladders.get(code)?.ladder
  }

  /** Reads them again after a change. */
  load(): Promise<void> {
    return this.#next(async () => {
      this.#rules = await readRules(this.#app.db.pool)
      this.#ladders = new Map((await readLadders(this.#app.db.pool)).map((l) => [l.code, l]))
      await this.#engine.arrange(this.#rules)
      this.onChange()
    })
  }

  /** Series or units are others than before: many such words in a row are one. */
  arrangeSoon(): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    this.#timer = setTimeout(() => {
      void this.#next(() => this.#engine.arrange(this.#rules)).catch((error: unknown) =>
        this.#app.log.warn({ error }, 'alarm rules not arranged'),
      )
    }, SOON_MS)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#turn
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }
}
