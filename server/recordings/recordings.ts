import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { RecordingView } from '../../shared/api/recordings.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type AccountPrincipal, actorOf } from '../access/index.ts'
import { newId, type SessionRecord } from '../bridge/index.ts'
import { transaction } from '../db/index.ts'
import { ByEgress, faultOf } from './by-egress.ts'
import type { Files } from './files.ts'
import { Hearing } from './hearing.ts'
import {
  addChunk,
  collected,
  deleteRecording,
  type Fault,
  giveToPage,
  insertRecording,
  insertWatched,
  type Recording,
  readExpired,
  readRecording,
  readRecordings,
  readRunning,
  readWithEgress,
  resumeRecording,
  type StopReason,
  stopRecording,
} from './store.ts'

type By = { person: AccountPrincipal; address: string }
const DAY = 86_400_000
const LOOK_MS = 5_000
const RETENTION_LOOK_MS = 3_600_000

/** Recordings of sessions: written as they come, hashed when whole, kept by rule, every watching on record. */
export class Recordings {
  readonly #app: FastifyInstance
  readonly #files: Files
  readonly #days: number
  /** Null where the media server records nothing. */
  readonly #egress: ByEgress | null
  readonly #timers: NodeJS.Timeout[] = []
  readonly #hearing = new Hearing()
  #looking = false
  /** One chunk of a recording after the other. */
  readonly #line = new Map<string, Promise<unknown>>()

  constructor(app: FastifyInstance, files: Files, days: number) {
    this.#app = app
    this.#files = files
    this.#days = days
    const { egress } = app.bridge
    const folder = app.config.egress
    const keeper = {
      inLine: <T>(id: string, work: () => Promise<T>) => this.#inLine(id, work),
      need: (id: string) => this.need(id),
      stopped: (r: Recording, reason: StopReason, fault: Fault | null) =>
        this.#stopped(r, reason, fault, null),
      noted: (r: Recording, detail: Record<string, unknown>) =>
        this.#record(null, 'recording.collected', r.id, { session: r.session, ...detail }),
    }
    this.#egress = egress && folder ? new ByEgress({ app, egress, files, folder, keeper }) : null
  }

  /** Shows again what ran before a restart: its page goes on sending, or it is interrupted. */
  async load(): Promise<void> {
    await this.#files.prepare()
    for (const r of await readRunning(this.#app.db.pool)) this.#app.bridge.recording(r.session, r.startedAt)
    const every = (period: number, work: () => Promise<unknown>) => {
      const timer = setInterval(() => {
        work().catch((error: unknown) => this.#app.log.error({ error }, 'recordings not looked after'))
      }, period)
      timer.unref()
      this.#timers.push(timer)
    }
    if (!this.#egress) await this.#withoutEgress()
    every(LOOK_MS, () => this.#interruptSilent())
    if (this.#egress) every(LOOK_MS, () => this.#look())
    every(RETENTION_LOOK_MS, () => this.#expire())
    // What fell due while nothing ran goes at once, not an hour later.
    await this.#expire().catch((error: unknown) => this.#app.log.error({ error }, 'retention of recordings'))
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all(this.#line.values())
  }

  view = (r: Recording): RecordingView => {
    const { startedById, lastHash, lastAt, egressId, egressState, ...rest } = r
    return { ...rest, keptUntil: (r.stoppedAt ?? Date.now()) + this.#days * DAY }
  }

  async list(session: string): Promise<RecordingView[]> {
    return (await readRecordings(this.#app.db.readPool, session)).map(this.view)
  }

  /**
   * By the media server where it is set up to, else by the page, which also takes over what the media server refuses.
   * Throws RECORDING_CLOSED, RECORDING_RUNNING, and RECORDING_NO_MAKER where neither can.
   */
  async start(
    by: By,
    record: SessionRecord,
    wish: { mime: string | null; page: boolean },
  ): Promise<Recording> {
    const session = this.#directed(record)
    if (record.session.endedAt !== null) throw new RequestError('RECORDING_CLOSED', { session })
    const egress = !wish.page && this.#egress?.takes(record.session) ? this.#egress : null
    const mime = egress?.mime ?? wish.mime
    if (!mime) throw new RequestError('RECORDING_NO_MAKER', { session })
    const id = newId()
    const maker = egress ? 'egress' : 'page'
    await transaction(this.#app.db.pool, async (client) => {
      await client.query('select from bridge_session where id = $1 for no key update', [session])
      const running = (await readRecordings(client, session)).find((r) => r.stoppedAt === null)
      if (running) throw new RequestError('RECORDING_RUNNING', { session, recording: running.id })
      await insertRecording(client, { id, session, mime, maker, by: by.person.id })
      await this.#record(by, 'recording.started', id, { session, maker }, client)
    })
    if (egress)
      await this.#inLine(id, () =>
        egress
          .begin(id, record.session)
          .catch((error: unknown) =>
            this.#refused(by, id, session, wish.mime, faultOf('EGRESS_REFUSED', error)),
          ),
      )
    const made = await this.need(id)
    if (made.stoppedAt !== null)
      throw new RequestError('RECORDING_NO_MAKER', { session, why: made.faultDetail })
    this.#app.bridge.recording(session, made.startedAt, actorOf(by.person))
    return made
  }

  /** On disk before it is acknowledged. One that was sent before is acknowledged again, and not written twice. */
  chunk(by: By, id: string, n: number, data: Buffer): Promise<{ chunks: number }> {
    return this.#inLine(id, async () => {
      const r = await this.#heardAgain(by, await this.need(id), n)
      if (r.startedById !== by.person.id) throw new RequestError('FORBIDDEN')
      const hash = createHash('sha256').update(data).digest()
      if (n === r.chunks - 1 && r.lastHash === hash.toString('hex')) return { chunks: r.chunks }
      if (r.stoppedAt !== null || r.maker !== 'page')
        throw new RequestError('RECORDING_CLOSED', { recording: id })
      if (n !== r.chunks) throw new RequestError('RECORDING_ORDER', { recording: id, expected: r.chunks })
      await this.#files.write(id, r.mime, r.bytes, data)
      await addChunk(this.#app.db.pool, id, data.length, hash)
      return { chunks: r.chunks + 1 }
    })
  }

  async stop(by: By, id: string, record: SessionRecord): Promise<void> {
    this.#directed(record)
    await this.#stop(id, record.session.endedAt === null ? 'stopped' : 'ended', by)
  }

  /** Takes the picture away and leaves the record of it. Throws RECORDING_RUNNING. */
  async delete(by: By, id: string, record: SessionRecord, reason: string): Promise<void> {
    this.#directed(record)
    // In line with its chunks: one that was taken for lost may just be going on.
    await this.#inLine(id, async () => {
      const r = await this.need(id)
      if (r.stoppedAt === null || r.awaited) throw new RequestError('RECORDING_RUNNING', { recording: id })
      await this.#delete(r, by, reason)
    })
  }

  /** Whose eyes it was for, once a viewing: before the first byte goes out. Throws RECORDING_GONE. */
  async watch(by: By, r: Recording): Promise<string> {
    const name = this.fileName(r)
    await insertWatched(this.#app.db.pool, r.id, by.person.id)
    return name
  }

  /** Throws RECORDING_GONE. */
  fileName(r: Recording): string {
    if (r.deletedAt !== null || r.awaited || r.bytes === 0)
      throw new RequestError('RECORDING_GONE', { recording: r.id })
    return this.#files.name(r.id, r.mime)
  }

  /** Throws NOT_FOUND. */
  async need(id: string): Promise<Recording> {
    const found = await readRecording(this.#app.db.pool, id)
    if (!found) throw new RequestError('NOT_FOUND', { recording: id })
    return found
  }

  #directed({ reads, session }: SessionRecord): string {
    if (reads !== 'directs') throw new RequestError('FORBIDDEN')
    return session.id
  }

  /** `still`: whether it is to be stopped as it is when its turn comes. */
  #stop(
    id: string,
    reason: StopReason,
    by: By | null,
    still: (r: Recording) => boolean = () => true,
  ): Promise<void> {
    return this.#inLine(id, async () => {
      const r = await this.need(id)
      if (r.stoppedAt !== null || !still(r)) return
      if (r.maker === 'egress') await this.#egress?.stop(r)
      await this.#stopped(r, reason, null, by)
    })
  }

  async #stopped(r: Recording, reason: StopReason, fault: Fault | null, by: By | null): Promise<void> {
    const { id, session } = r
    const sha256 = r.maker === 'page' ? await this.#files.finish(id, r.mime, r.bytes) : null
    await transaction(this.#app.db.pool, async (client) => {
      await stopRecording(client, id, { by: by?.person.id ?? null, reason, sha256, fault })
      const whole = sha256 && { bytes: r.bytes, sha256: sha256.toString('hex') }
      await this.#record(by, 'recording.stopped', id, { session, reason, ...whole, ...fault }, client)
    })
    this.#app.bridge.recording(session, null, by ? actorOf(by.person) : 'system')
  }

  /** A page that was cut off and taken for lost has kept what it recorded: with its next chunk the recording goes on. */
  async #heardAgain(by: By, r: Recording, n: number): Promise<Recording> {
    const goesOn = r.stopReason === 'interrupted' && r.startedById === by.person.id && n === r.chunks
    if (!goesOn || r.maker !== 'page' || r.deletedAt !== null) return r
    await transaction(this.#app.db.pool, async (client) => {
      if (await resumeRecording(client, r.id))
        await this.#record(by, 'recording.resumed', r.id, { session: r.session }, client)
    }).catch((error: unknown) => {
      // Meanwhile another was begun: a session has one at a time.
      if (error instanceof Error && 'code' in error && error.code === '23505')
        throw new RequestError('RECORDING_CLOSED', { recording: r.id })
      throw error
    })
    this.#app.bridge.recording(r.session, r.startedAt, actorOf(by.person))
    return this.need(r.id)
  }

  /** Nobody took it on: the page makes it under the same record, or, where it cannot, there is none. */
  async #refused(by: By, id: string, session: string, mime: string | null, fault: Fault): Promise<void> {
    this.#app.log.warn({ recording: id, session, fault }, 'egress does not record')
    await transaction(this.#app.db.pool, async (client) => {
      if (mime) await giveToPage(client, id, mime, fault)
      else {
        await stopRecording(client, id, { by: null, reason: 'failed', sha256: null, fault })
        await collected(client, id, { bytes: 0, sha256: null, fault })
      }
      await this.#record(by, 'recording.refused', id, { session, ...fault }, client)
    })
  }

  /** The setting is gone since: what the egress service still had of us is not fetched any more. */
  async #withoutEgress(): Promise<void> {
    const fault: Fault = { code: 'EGRESS_AWAY', detail: 'LIVEKIT_EGRESS off' }
    for (const r of await readWithEgress(this.#app.db.pool)) {
      if (r.stoppedAt === null) await this.#stopped(r, 'interrupted', fault, null)
      await collected(this.#app.db.pool, r.id, { bytes: 0, sha256: null, fault })
    }
  }

  async #look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    await this.#egress?.look().finally(() => {
      this.#looking = false
    })
  }

  async #delete(r: Recording, by: By | null, reason: string): Promise<void> {
    await transaction(this.#app.db.pool, async (client) => {
      await deleteRecording(client, r.id, by?.person.id ?? null, reason)
      await this.#record(
        by,
        'recording.deleted',
        r.id,
        { session: r.session, reason, sha256: r.sha256 },
        client,
      )
    })
    await this.#files.remove(r.id, r.mime)
  }

  async #interruptSilent(): Promise<void> {
    const running = await readRunning(this.#app.db.pool)
    this.#hearing.looked(Date.now())
    const isGone = (r: Recording) => r.maker === 'page' && this.#hearing.isGone(r.lastAt, Date.now())
    // A chunk that stood in line before may have been taken since it was read.
    for (const r of running) if (isGone(r)) await this.#stop(r.id, 'interrupted', null, isGone)
  }

  async #expire(): Promise<void> {
    for (const r of await readExpired(this.#app.db.pool, Date.now() - this.#days * DAY))
      await this.#delete(r, null, `retention of ${this.#days} days`)
  }

  #inLine<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#line.get(id) ?? Promise.resolve()).then(work, work)
    const quiet = turn.catch(() => undefined)
    this.#line.set(id, quiet)
    void quiet.then(() => {
      if (this.#line.get(id) === quiet) this.#line.delete(id)
    })
    return turn
  }

  #record(
    by: By | null,
    action: string,
    subject: string,
    detail: Record<string, unknown>,
    client?: Parameters<FastifyInstance['audit']['record']>[1],
  ): Promise<void> {
    const who = by ? { actor: actorOf(by.person), address: by.address } : { actor: 'system', address: null }
    return this.#app.audit.record({ ...who, action, subject, detail }, client)
  }
}
