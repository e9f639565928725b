import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type {
  EndReason,
  ExerciseView,
  RunningView,
  RunState,
  Scenario,
  Steer,
} from '../../shared/api/exercise.ts'
import { injectText } from '../../shared/exercise/words.ts'
import { RequestError } from '../../shared/refusal.ts'
import { DataDirInUse, endLeftDatabase, lockDataDir, transaction } from '../db/index.ts'
import { Door } from './door.ts'
import { injectNames } from './inject-names.ts'
import { accountsOf, pictureOf } from './picture.ts'
import { WorldProcess } from './process.ts'
import { settingsOf } from './settings.ts'
import {
  deleteExercise,
  endExercise,
  insertExercise,
  listExercises,
  readExercise,
  readExpired,
  type StoredExercise,
} from './store.ts'
import type { WorldOrders } from './world/orders.ts'

export type By = { actor: string; address: string | null }
const SYSTEM: By = { actor: 'system', address: null }
const DAY = 86_400_000
const LOOK_MS = 3_600_000

/** A process that dies again and again is not started again and again. */
const MOST_LOST = 3
const MOST_TRIES = 3
const TRY_AGAIN_MS = 2_000
/** So often an end is tried to be written: for a minute. */
const MOST_TOLD = 30
const LOST_MS = 600_000
/** So long a process that shuts itself down may take. */
const LEFT_MS = 40_000

/** `since`: when its state was told (ms). */
type Open = { of: StoredExercise; world: WorldProcess | null; state: RunState | null; since: number }

/** A state that was told a while ago, as it is by now. */
const advanced = (s: RunState, since: number): RunState =>
  s.running ? { ...s, minute: Math.min(s.minutes, s.minute + ((Date.now() - since) / 60_000) * s.speed) } : s

/** Which exercises there are, seen from the real world: at most one of them is open at a time. */
export class Exercises {
  readonly #app: FastifyInstance
  readonly #door: Door
  #open: Open | null = null
  #timer: NodeJS.Timeout | undefined
  #goingOn: Promise<void> | null = null
  /** When processes of exercises died, ms. */
  #lostAt: number[] = []
  #closed = false
  #telling: Promise<void> = Promise.resolve()

  constructor(app: FastifyInstance) {
    this.#app = app
    this.#door = new Door(app.log)
    app.bus.on('accounts', () => this.#tellAccounts())
  }

  /** What ran when the server stopped or was killed goes on, while everything else starts. */
  async load(): Promise<void> {
    const cut = (await listExercises(this.#app.db.pool)).find((e) => e.endedAt === null)
    if (cut) this.#goOn(cut, 'server-stopped')
    this.#timer = setInterval(
      () =>
        void this.#expire().catch((error: unknown) =>
          this.#app.log.error({ error }, 'exercises not kept by rule'),
        ),
      LOOK_MS,
    )
    this.#timer.unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#closed = true
    const open = this.#open
    this.#open = null
    await open?.world?.stop()
    await this.#goingOn
    await this.#door.close()
  }

  folder(id: string): string {
    return join(this.#app.config.dataDir, 'exercises', id)
  }
  /** Of the open exercise's process; for the tests that kill it. */
  get pid(): number | undefined {
    return this.#open?.world?.pid
  }

  running(): RunningView['running'] {
    const open = this.#open
    if (!open?.world || open.of.endedAt !== null || open.state?.ended) return null
    return {
      id: open.of.id,
      title: open.of.scenario.title,
      startedAt: open.of.startedAt,
      at: this.#reached(open.world),
    }
  }

  async list(): Promise<ExerciseView[]> {
    return (await listExercises(this.#app.db.readPool)).map((e) => this.#view(e))
  }

  async view(id: string): Promise<ExerciseView> {
    return this.#view(await this.#must(id))
  }

  /** Throws EXERCISE_RUNNING while another is open, EXERCISE_FAILED when it does not come up. */
  async start(by: By, scenario: Scenario): Promise<string> {
    if (this.#open) throw new RequestError('EXERCISE_RUNNING', { exercise: this.#open.of.id })
    const id = `dt-${new Date().toISOString().slice(0, 16).replace(/\D/g, '')}-${this.#app.access
      .newToken()
      .slice(0, 4)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, 'x')}`
    const of = { id, scenario, startedBy: by.actor, startedAt: Date.now(), endedAt: null, endReason: null }
    this.#open = { of, world: null, state: null, since: 0 }
    try {
      await transaction(this.#app.db.pool, async (client) => {
        if (!(await insertExercise(client, id, scenario, by.actor)))
          throw new RequestError('EXERCISE_RUNNING')
        await this.#record(by, 'exercise.started', id, { title: scenario.title.vi }, client)
      })
    } catch (error) {
      this.#open = null
      throw error
    }
    try {
      await this.#bring(of, 'run')
    } catch (error) {
      this.#open = null
      await this.#ended(of, 'failed')
      await this.#leaveNothing(id)
      throw error
    }
    this.#log('exercise.started', of, by.actor, 'Bắt đầu diễn tập', 'Exercise begun')
    return id
  }

  async steer(by: By, id: string, steer: Steer): Promise<void> {
    const open = this.#open
    if (open?.of.id !== id || !open.world) throw new RequestError('EXERCISE_ENDED', { exercise: id })
    await open.world.steer(steer)
    const { speed, inject } = steer
    await this.#app.audit.record({
      ...by,
      action: 'exercise.steered',
      subject: `exercise:${id}`,
      detail: { do: steer.do, ...(speed ? { speed } : {}), ...(inject ? { inject } : {}) },
    })
  }

  /** Opens one that has ended, to be read. */
  async review(by: By, id: string): Promise<void> {
    const of = await this.#must(id)
    if (this.#open?.of.id === id) return
    if (this.#open) throw new RequestError('EXERCISE_RUNNING', { exercise: this.#open.of.id })
    this.#open = { of, world: null, state: null, since: 0 }
    try {
      await this.#bring(of, 'review')
    } catch (error) {
      this.#open = null
      throw error
    }
    await this.#record(by, 'exercise.reviewed', id, {})
  }

  /** Its world is shut; what happened in it stays. One that runs is ended first. */
  async shut(by: By, id: string): Promise<void> {
    const open = this.#open
    if (open?.of.id !== id || !open.world) throw new RequestError('NOT_FOUND', { exercise: id })
    if (!open.state?.ended && open.of.endedAt === null) await open.world.steer({ do: 'end' })
    this.#open = null
    const { port } = open.world
    await open.world.stop()
    await this.#ended(open.of, 'stopped', by)
    await this.#record(by, 'exercise.shut', id, {})
    const { host, tls } = this.#app.config
    const { endedAt } = await this.#must(id)
    if (!this.#open)
      await this.#door.open(
        { port, host, tls },
        { title: open.of.scenario.title, endedAt: endedAt ?? Date.now() },
      )
  }

  async delete(by: By, id: string): Promise<void> {
    await this.#must(id)
    if (this.#open?.of.id === id) throw new RequestError('EXERCISE_RUNNING', { exercise: id })
    await transaction(this.#app.db.pool, async (client) => {
      if (!(await deleteExercise(client, id))) throw new RequestError('EXERCISE_RUNNING', { exercise: id })
      await this.#record(by, 'exercise.deleted', id, {}, client)
    })
    await this.#leaveNothing(id)
    await rm(this.folder(id), { recursive: true, force: true })
  }

  async #must(id: string): Promise<StoredExercise> {
    const found = await readExercise(this.#app.db.pool, id)
    if (!found) throw new RequestError('NOT_FOUND', { exercise: id })
    return found
  }

  /** Takes up one that was cut off: its own database and people, at the minute it had reached. `else`: how it ended if it cannot. */
  #goOn(of: StoredExercise, otherwise: EndReason): void {
    this.#open = { of, world: null, state: null, since: 0 }
    this.#goingOn = (async () => {
      await this.#left(of.id)
      await this.#leaveNothing(of.id)
      try {
        await this.#bringAgain(of)
        // It may have ended in there, and only its end was not heard.
        if (this.#closed || this.#open?.of.endedAt !== null || this.#open.state?.ended) return
        await this.#record(SYSTEM, 'exercise.went-on', of.id, {})
        this.#log(
          'exercise.went-on',
          of,
          null,
          'Diễn tập chạy tiếp sau khi bị ngắt',
          'Exercise goes on after a cut',
        )
      } catch (error) {
        if (this.#closed) return
        this.#app.log.error({ error, exercise: of.id }, 'an exercise that was cut off cannot go on')
        this.#open = null
        await this.#over(of, otherwise)
        await this.#leaveNothing(of.id)
      }
    })().finally(() => {
      this.#goingOn = null
    })
  }

  /** What was cut off may leave the machine busy for a while: it is tried more than once before people lose their exercise. */
  async #bringAgain(of: StoredExercise): Promise<void> {
    for (let tries = 1; ; tries++)
      try {
        return await this.#bring(of, 'go-on')
      } catch (error) {
        if (this.#closed || tries === MOST_TRIES || this.#open?.of.id !== of.id) throw error
        this.#app.log.warn({ error, exercise: of.id }, 'an exercise that was cut off is tried again')
        await this.#leaveNothing(of.id)
        await pause(TRY_AGAIN_MS)
      }
  }

  async #bring(of: StoredExercise, mode: WorldOrders['mode']): Promise<void> {
    const { config } = this.#app
    const { scenario, id, startedBy } = of
    const fresh = mode === 'run'
    await this.#door.close()
    const world = await WorldProcess.start(
      {
        ...{ id, mode, startedBy, scenario },
        picture: fresh ? await pictureOf(this.#app, scenario) : [],
        accounts: await accountsOf(this.#app),
        settings: settingsOf(config, this.folder(id)),
        tls: config.tls && { cert: config.tls.cert.toString(), key: config.tls.key.toString() },
      },
      {
        state: (state, endReason) => {
          if (this.#open?.of.id !== id) return
          this.#open.state = state
          this.#open.since = Date.now()
          if (endReason && this.#open.of.endedAt === null) void this.#over(of, endReason)
        },
        gone: () => void this.#lost(of),
        say: (line) => this.#app.log.warn(line),
      },
    )
    if (this.#open?.of.id !== id) return world.stop()
    this.#open.world = world
    this.#tellAccounts()
  }

  /** Whoever ends or changes in reality does in the exercise. One reading after the other, so that the last told is the newest. */
  #tellAccounts(): void {
    this.#telling = this.#telling
      .then(async () => this.#open?.world?.tellAccounts(await accountsOf(this.#app)))
      .catch((error: unknown) => this.#app.log.error({ error }, 'an exercise was not told of the accounts'))
  }

  /** An end that cannot be written is told once more when the exercise is taken up again. */
  async #over(of: StoredExercise, reason: EndReason): Promise<void> {
    for (let tries = 1; ; tries++)
      try {
        return await this.#ended(of, reason)
      } catch (error) {
        this.#app.log.error({ error, exercise: of.id }, 'the end of an exercise was not written')
        if (this.#closed || tries === MOST_TOLD) return
        await pause(TRY_AGAIN_MS)
      }
  }

  /** Its process died. The real world goes on, and so does the exercise, unless it dies again and again. */
  async #lost(of: StoredExercise): Promise<void> {
    const open = this.#open?.of.id === of.id ? this.#open : null
    if (open) this.#open = null
    this.#app.log.error({ exercise: of.id }, 'the process of an exercise ended by itself')
    const now = Date.now()
    this.#lostAt = [...this.#lostAt.filter((at) => at > now - LOST_MS), now]
    const runs = open !== null && open.of.endedAt === null && !open.state?.ended
    if (runs && this.#lostAt.length <= MOST_LOST) return this.#goOn(of, 'lost')
    if (runs) await this.#over(of, 'lost')
    await this.#leaveNothing(of.id)
  }

  async #ended(of: StoredExercise, reason: EndReason, by: By = SYSTEM): Promise<void> {
    const { db } = this.#app
    const first = await transaction(db.pool, async (client) => {
      if (!(await endExercise(client, of.id, reason))) return false
      await this.#record(by, 'exercise.ended', of.id, { reason }, client)
      return true
    })
    if (this.#open?.of.id === of.id) this.#open.of = { ...of, endedAt: Date.now(), endReason: reason }
    if (first) this.#log('exercise.ended', of, null, 'Kết thúc diễn tập', 'Exercise over')
  }

  async #expire(): Promise<void> {
    for (const id of await readExpired(this.#app.db.pool, this.#app.config.exercise.days))
      if (this.#open?.of.id !== id) await this.delete(SYSTEM, id)
  }

  /** Of a killed server the exercise's process shuts itself down in order: its folder is left alone until it has. */
  async #left(id: string): Promise<void> {
    for (const until = Date.now() + LEFT_MS; Date.now() < until && !this.#closed; ) {
      try {
        const unlock = await lockDataDir(this.folder(id))
        return unlock()
      } catch (error) {
        if (!(error instanceof DataDirInUse)) return
      }
      await new Promise((again) => setTimeout(again, 250))
    }
  }

  /** A killed exercise leaves its database running. */
  async #leaveNothing(id: string): Promise<void> {
    await endLeftDatabase(this.folder(id), this.#app.log).catch((error: unknown) =>
      this.#app.log.error({ error, exercise: id }, 'the database of an exercise does not end'),
    )
  }

  #reached = (world: WorldProcess) => ({ port: world.port, url: this.#app.config.exercise.url })

  #view(e: StoredExercise): ExerciseView {
    const open = this.#open?.of.id === e.id ? this.#open : null
    const names = injectNames(this.#app.catalogue.now(), e.scenario)
    return {
      id: e.id,
      title: e.scenario.title,
      startedAt: e.startedAt,
      startedBy: e.startedBy,
      endedAt: e.endedAt,
      endReason: e.endReason,
      keptUntil: e.endedAt === null ? null : e.endedAt + this.#app.config.exercise.days * DAY,
      open: open?.world ? this.#reached(open.world) : null,
      state: open?.state ? advanced(open.state, open.since) : null,
      injects: e.scenario.injects.map((i) => ({
        ...{ id: i.id, at: i.at, kind: i.kind },
        text: injectText(i, names),
      })),
    }
  }

  #record(
    by: By,
    action: string,
    id: string,
    detail: Record<string, unknown>,
    client?: Parameters<FastifyInstance['audit']['record']>[1],
  ): Promise<void> {
    return this.#app.audit.record({ ...by, action, subject: `exercise:${id}`, detail }, client)
  }

  #log(kind: string, of: StoredExercise, actor: string | null, vi: string, en: string): void {
    const { title } = of.scenario
    this.#app.bus.emit('logbook', {
      ...{ at: Date.now(), kind, subject: `exercise:${of.id}`, actor, detail: {} },
      text: { vi: `${vi}: ${title.vi}`, en: `${en}: ${title.en}` },
    })
  }
}
