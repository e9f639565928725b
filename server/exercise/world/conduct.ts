import type { FastifyInstance } from 'fastify'
import type { RunState, Scenario, Steer } from '../../../shared/api/exercise.ts'
import { type ClockSet, minuteAt } from '../../../shared/exercise/course.ts'
import { injectText } from '../../../shared/exercise/words.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { transaction } from '../../db/index.ts'
import type { DriverNews } from '../driver/orders.ts'
import { injectNames } from '../inject-names.ts'
import { recordArrived } from './arrived.ts'
import type { Driver } from './driver-process.ts'
import { addStep, clockOf, endKept, type Kept, markSeen, readSteps, type Step } from './store.ts'

const SEEN_MS = 1_000

export type Ended = 'finished' | 'stopped' | 'server-stopped'
export type Tell = (state: RunState, endReason: Ended | null) => void

/** The exercise's own clock and record: every step is written before anybody is told of it. */
export class Conduct {
  readonly #app: FastifyInstance
  readonly #scenario: Scenario
  readonly #tell: Tell
  #driver: Driver | null = null
  #clock: ClockSet[]
  readonly #done: Set<string>
  #endedAt: number | null
  #endReason: Ended | null
  #seen: NodeJS.Timeout | undefined
  #stopped = false
  /** While its end is being written. */
  #finishing: Promise<void> | null = null
  /** One change after the other. */
  #line: Promise<unknown> = Promise.resolve()

  constructor(
    app: FastifyInstance,
    kept: Pick<Kept, 'scenario' | 'endedAt' | 'endReason'>,
    steps: Step[],
    tell: Tell,
  ) {
    this.#app = app
    this.#scenario = kept.scenario
    this.#endedAt = kept.endedAt
    this.#endReason = kept.endReason
    if (this.ended) app.worldLife.ended = true
    this.#tell = tell
    this.#clock = clockOf(steps)
    this.#done = new Set(steps.flatMap((s) => (s.kind === 'inject' && s.inject ? [s.inject] : [])))
  }

  get ended(): boolean {
    return this.#endedAt !== null
  }
  /** Null while it runs, and where its end was never written down. */
  get endReason(): Ended | null {
    return this.#endReason
  }

  state(at = Date.now()): RunState {
    const last = this.#clock.at(-1)
    const until = this.#endedAt ?? at
    return {
      minute: Math.min(this.#scenario.minutes, minuteAt(this.#clock, until)),
      minutes: this.#scenario.minutes,
      speed: last?.speed ?? 1,
      running: !this.ended && (last?.running ?? false),
      ended: this.ended,
      done: [...this.#done],
    }
  }

  drivenBy(driver: Driver): void {
    // It may have ended while this one was on its way.
    if (this.ended || this.#stopped) return void driver.stop()
    this.#driver = driver
    this.#watch()
  }

  /** Its driver died: what came so far, for the one that takes its place; null when none has to. Its sources are not missing meanwhile. */
  async undriven(): Promise<Step[] | null> {
    // What is asked for now would be heard by nobody.
    this.#driver = null
    let steps: Step[] = []
    await this.#inOrder(async () => {
      if (this.ended || this.#stopped) return
      this.#app.worldLife.stoodAt ??= Date.now()
      steps = await readSteps(this.#app.db.pool)
      const arrived = await recordArrived(this.#app.db.pool, this.#scenario, steps)
      for (const { inject } of arrived) if (inject) this.#done.add(inject)
      steps.push(...arrived)
    })
    return this.ended || this.#stopped ? null : steps
  }

  /** The driver learns how the clock stands. */
  tellClock(): Promise<void> {
    return this.#inOrder(async () => {
      const { minute, speed, running } = this.state()
      this.#driver?.tell({ kind: 'clock', clock: { minute, speed, running } })
    })
  }

  /** Begins, or goes on, at a speed. */
  begin(speed: number): Promise<void> {
    return this.#set(speed, true)
  }

  /**
   * Throws EXERCISE_ENDED once it is over, NOT_FOUND for an inject that the scenario does not have, NOT_READY for one while
   * another driver is on its way.
   */
  async steer(steer: Steer): Promise<void> {
    if (this.ended) throw new RequestError('EXERCISE_ENDED')
    const { speed, running } = this.state()
    switch (steer.do) {
      case 'pause':
        return this.#set(speed, false)
      case 'resume':
        return this.#set(speed, true)
      case 'speed':
        return this.#set(steer.speed ?? 1, running)
      case 'end':
        return this.end('stopped')
      case 'inject': {
        const { inject } = steer
        if (!inject || !this.#scenario.injects.some((i) => i.id === inject))
          throw new RequestError('NOT_FOUND', { inject: inject ?? '' })
        if (!this.#driver) throw new RequestError('NOT_READY')
        this.#driver.tell({ kind: 'inject', inject })
      }
    }
  }

  heard(news: DriverNews): void {
    if (news.kind === 'over') this.#finish()
    if (news.kind === 'injected') void this.#injected(news)
    // Its sources have sent: from now on they are held to the clock.
    if (news.kind === 'playing' && !this.ended) this.#app.worldLife.stoodAt = null
  }

  /** Cut off before: what it kept is taken up at the minute it had reached, as it ran or stood then. */
  goOn(cutAt: number): Promise<void> {
    const { minute, speed, running } = this.state(cutAt)
    return this.#inOrder(async () => {
      const stood = { minute, speed, running: false }
      await addStep(this.#app.db.pool, { kind: 'clock', inject: null, actor: null, at: cutAt, detail: stood })
      this.#clock = [...this.#clock, { at: cutAt, ...stood }]
    }).then(() => this.#set(speed, running))
  }

  /** Remembers again and again that it runs, so that a power cut costs it a few seconds. */
  #watch(): void {
    this.#seen ??= setInterval(() => {
      if (this.ended) return clearInterval(this.#seen)
      void this.seen()
    }, SEEN_MS)
  }
  async seen(): Promise<void> {
    await markSeen(this.#app.db.pool).catch((error: unknown) =>
      this.#app.log.warn({ error }, 'that the exercise runs was not kept'),
    )
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#seen)
    if (!this.ended && this.#driver) await this.seen()
    await this.#driver?.stop()
    await this.#line
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    const next = this.#line.then(work)
    this.#line = next.catch((error: unknown) =>
      this.#app.log.error({ error }, 'a step of the exercise was not written'),
    )
    return next
  }

  #set(speed: number, running: boolean): Promise<void> {
    return this.#inOrder(async () => {
      if (this.ended) return
      const at = Date.now()
      const minute = minuteAt(this.#clock, at)
      const detail = { minute, speed, running }
      await addStep(this.#app.db.pool, { kind: 'clock', inject: null, actor: null, detail })
      this.#clock = [...this.#clock, { at, ...detail }]
      this.#driver?.tell({ kind: 'clock', clock: detail })
      this.#tell(this.state(), null)
    })
  }

  #injected({
    inject,
    minute,
    taken,
    answer,
    alert,
  }: Extract<DriverNews, { kind: 'injected' }>): Promise<void> {
    return this.#inOrder(async () => {
      // What comes in line behind its end is no part of it.
      if (this.ended) return
      const detail = { minute, taken, answer, alert }
      if (!(await addStep(this.#app.db.pool, { kind: 'inject', inject, actor: null, detail }))) return
      this.#done.add(inject)
      const found = this.#scenario.injects.find((i) => i.id === inject)
      if (found)
        this.#app.bus.emit('logbook', {
          at: Date.now(),
          kind: 'exercise.inject',
          subject: `inject:${inject}`,
          text: injectText(found, injectNames(this.#app.catalogue.now(), this.#scenario)),
          actor: null,
          detail: { minute: Math.round(minute * 10) / 10 },
        })
      this.#tell(this.state(), null)
    })
  }

  /** The driver says that it is over until it is stopped: an end that could not be written is written with its next word. */
  #finish(): void {
    this.#finishing ??= this.end('finished')
      .catch(() => undefined)
      .finally(() => {
        this.#finishing = null
      })
  }

  /** Ends it; `reason` is what its record says. */
  end(reason: Ended): Promise<void> {
    return this.#inOrder(async () => {
      if (this.ended) return
      const { speed } = this.state()
      const minute = this.state().minute
      await transaction(this.#app.db.pool, async (client) => {
        await addStep(client, {
          ...{ kind: 'clock', inject: null, actor: null },
          detail: { minute, speed, running: false },
        })
        await endKept(client, reason)
        await this.#app.audit.record(
          { actor: 'system', action: 'exercise.ended', detail: { reason } },
          client,
        )
      })
      this.#endedAt = Date.now()
      const life = this.#app.worldLife
      life.ended = true
      // Before its sources stop: what they no longer send is not missing.
      life.stoodAt ??= this.#endedAt
      this.#app.bus.emit('over')
      this.#endReason = reason
      await this.#driver?.stop()
      this.#driver = null
      this.#tell(this.state(), this.#endReason)
    })
  }
}
