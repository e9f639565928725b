import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { StageSetup, StagesView, StageView } from '../../shared/api/stages.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type StageNow, stageAfter, stageFault } from '../../shared/stage.ts'
import type { AccountPrincipal } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import type { By } from '../shifts/index.ts'
import { insertSetup, insertStep, lockStages, readSetup, readSteps } from './store.ts'

/** The stage in force, known at once; changed only in the database and read again from there. */
export class Stages {
  readonly #app: FastifyInstance
  #now: StageNow = stageAfter([])
  #setup: StageSetup[] = []
  delivered = true
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async load(): Promise<void> {
    const { pool } = this.#app.db
    const setup = await readSetup(pool)
    this.#setup = setup.stages
    this.delivered = setup.delivered
    this.#now = stageAfter(await readSteps(pool))
  }

  now = (): StageNow => this.#now
  setup = (): readonly StageSetup[] => this.#setup
  #of(no: number): StageSetup {
    const found = this.#setup.find((s) => s.no === no)
    if (!found) throw new Error(`no stage ${no}`)
    return found
  }
  /** What is in force: its number, since when (ms) and why, and the playlist and ladder that it calls for by name. */
  current = (): StageView => {
    const { no, since, by, cause } = this.#now
    const { name, meaning, playlist, ladder } = this.#of(no)
    return { no, name, meaning, since, by, cause, playlist, ladder }
  }
  /** The ladder that the stage calls for, and from which stage on it does; null = none. */
  ladder = (): { code: string; since: number } | null => {
    const code = this.current().ladder
    if (code === null) return null
    return { code, since: this.#setup.find((s) => s.ladder === code)?.no ?? this.#now.no }
  }
  /** What the stages may call for, by name, and what one calls for that is there no more. */
  choices = (): Pick<StagesView, 'playlists' | 'ladders' | 'missing'> => {
    const playlists = this.#app.scenes.playlists()
    const ladders = this.#app.alarms.rulebook.ladders().map((l) => ({ key: l.code, name: l.ladder.name }))
    const missing = this.#setup.flatMap(({ no, playlist, ladder }): StagesView['missing'] => [
      ...(playlist !== null && !playlists.some((p) => p.key === playlist)
        ? [{ no, what: 'playlist' as const, key: playlist }]
        : []),
      ...(ladder !== null && !ladders.some((l) => l.key === ladder)
        ? [{ no, what: 'ladder' as const, key: ladder }]
        : []),
    ])
    return { playlists, ladders, missing }
  }
  /** The leadership, whoever holds the chief's position, an administrator. */
  mayChange(p: AccountPrincipal): boolean {
    return p.role === 'leader' || p.role === 'administrator' || this.#app.shifts.holdsChief(p.id)
  }

  /** Throws STAGE_RIGHT, STAGE_SAME, STAGE_CHANGED (another change came first). */
  async change(by: By, no: number, cause: string, from: number): Promise<void> {
    const { person } = by
    const before = await transaction(this.#app.db.pool, async (client) => {
      await lockStages(client)
      const now = stageAfter(await readSteps(client))
      if (now.no !== from) throw new RequestError('STAGE_CHANGED', { stage: now.no })
      const fault = stageFault(now.no, no, this.mayChange(person))
      if (fault) throw new RequestError(fault, { stage: now.no })
      await insertStep(client, { kind: 'changed', no, cause, item: null, account: person.id })
      const act = no > now.no ? 'stage.raised' : 'stage.lowered'
      await this.#record(by, act, no, { from: now.no, cause }, client)
      return now.no
    })
    await this.#changed()
    const raised = no > before
    const { name } = this.#of(no)
    const text = {
      vi: `${raised ? 'Nâng lên' : 'Hạ xuống'} giai đoạn ${no} (${name.vi}): ${cause}`,
      en: `Stage ${raised ? 'raised' : 'lowered'} to ${no} (${name.en}): ${cause}`,
    }
    const kind = raised ? 'stage.raised' : 'stage.lowered'
    const actor = `account:${person.username}`
    const detail = { from: before, to: no }
    this.#app.bus.emit('logbook', { at: Date.now(), kind, subject: `stage:${no}`, text, actor, detail })
    this.#app.bus.emit('happening', { at: Date.now(), kind: 'stage', text, simulated: false })
  }

  /** Throws NOT_FOUND for an item that the stage in force does not have. */
  async tick(by: By, item: string, done: boolean, remark: string): Promise<void> {
    await transaction(this.#app.db.pool, async (client) => {
      await lockStages(client)
      const now = stageAfter(await readSteps(client))
      if (!this.#of(now.no).checklist.some((c) => c.id === item))
        throw new RequestError('NOT_FOUND', { item })
      if (now.ticked.has(item) === done) return
      const kind = done ? 'ticked' : 'unticked'
      await insertStep(client, { kind, no: now.no, cause: remark, item, account: by.person.id })
      await this.#record(by, `stage.item-${kind}`, now.no, { item, remark }, client)
    })
    await this.#changed()
  }

  /** Throws BAD_REQUEST unless the five stages are there, each once, the items of each named apart; STAGE_PLAYLIST, STAGE_RESTRICTED, STAGE_LADDER. */
  async setUp(by: By, stages: readonly StageSetup[]): Promise<void> {
    const sorted = [...stages].sort((a, b) => a.no - b.no)
    if (sorted.some((s, i) => s.no !== i + 1)) throw new RequestError('BAD_REQUEST', { field: 'no' })
    for (const s of sorted)
      if (new Set(s.checklist.map((c) => c.id)).size !== s.checklist.length)
        throw new RequestError('BAD_REQUEST', { field: 'checklist', stage: s.no })
    const { playlists, ladders } = this.choices()
    for (const { no, playlist, ladder } of sorted) {
      if (playlist !== null && !playlists.some((p) => p.key === playlist))
        throw new RequestError('STAGE_PLAYLIST', { stage: no, playlist })
      const unagreed =
        playlist !== null && playlist !== this.#of(no).playlist ? this.#app.scenes.unagreed(playlist) : []
      if (unagreed.length)
        throw new RequestError('STAGE_RESTRICTED', { stage: no, playlist, scenes: unagreed.join(', ') })
      if (ladder !== null && !ladders.some((l) => l.key === ladder))
        throw new RequestError('STAGE_LADDER', { stage: no, ladder })
    }
    await transaction(this.#app.db.pool, async (client) => {
      await lockStages(client)
      await insertSetup(client, sorted, by.person.id)
      await this.#record(by, 'stages.set-up', 0, { stages: sorted.map((s) => s.name.vi) }, client)
    })
    await this.#changed()
  }

  async #changed(): Promise<void> {
    await this.load()
    this.#app.bus.emit('stage', { stage: this.#now.no })
  }
  #record(by: By, action: string, no: number, detail: object, client: pg.ClientBase): Promise<void> {
    const act = {
      actor: `account:${by.person.username}`,
      action,
      subject: `stage:${no}`,
      address: by.address,
    }
    return this.#app.audit.record({ ...act, detail: { ...detail } }, client)
  }
}
