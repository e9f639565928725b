import { basename, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { BridgeView } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { EgressWord, LivekitEgress } from '../bridge/index.ts'
import type { Files } from './files.ts'
import {
  collected,
  type Fault,
  grew,
  type Recording,
  readByEgress,
  readWithEgress,
  type StopReason,
  setEgress,
  setPictureAt,
} from './store.ts'

/** Neither a word nor a growing file for this long: whoever makes it has gone. */
const SILENT_MS = 30_000
const DETAIL_MOST = 500
const OVER = new Set(['complete', 'failed'])

/** What the recordings do for one that the media server makes. */
export type Keeper = {
  inLine<T>(id: string, work: () => Promise<T>): Promise<T>
  need(id: string): Promise<Recording>
  /** It records no longer; its file is awaited. */
  stopped(r: Recording, reason: StopReason, fault: Fault | null): Promise<void>
  /** What became of its file is on record. */
  noted(r: Recording, detail: Record<string, unknown>): Promise<void>
}

export const faultOf = (code: Fault['code'], error: unknown): Fault => ({
  code,
  detail: (error instanceof Error ? error.message : String(error)).slice(0, DETAIL_MOST) || null,
})

/**
 * Recordings that LiveKit's egress service makes into a folder that it shares with us. What LiveKit says is the truth of
 * their state; the growing file is the sign of life between its words.
 */
export class ByEgress {
  readonly #egress: LivekitEgress
  readonly #app: FastifyInstance
  readonly #files: Files
  readonly #folder: string
  readonly #seenAs: string
  readonly #keeper: Keeper
  /** Recordings that run, by session. */
  readonly #running = new Map<string, string>()

  constructor(room: {
    app: FastifyInstance
    egress: LivekitEgress
    files: Files
    folder: { folder: string; seenAs: string }
    keeper: Keeper
  }) {
    this.#app = room.app
    this.#egress = room.egress
    this.#files = room.files
    this.#folder = room.folder.folder
    this.#seenAs = room.folder.seenAs
    this.#keeper = room.keeper
    this.#egress.onWord((word) => this.#told(word))
    room.app.bridge.onChange(() => this.#follow())
  }

  readonly mime = 'video/mp4'
  /** It records what LiveKit carries now. */
  takes = (session: BridgeView): boolean => session.driver === 'livekit' && !session.held

  #file = (r: { id: string; mime: string }) => join(this.#folder, this.#files.name(r.id, r.mime))

  /** Rejects when nobody takes it on. */
  async begin(id: string, session: BridgeView): Promise<void> {
    const layout = session.room.layout.kind === 'grid' ? 'grid' : 'speaker'
    const file = `${this.#seenAs}/${this.#files.name(id, this.mime)}`
    const word = await this.#egress.start(session.id, file, layout)
    await setEgress(this.#app.db.pool, id, word.id, word.state)
    this.#running.set(session.id, id)
  }

  /** Asks it to stop. Throws RECORDING_GOES_ON when it neither stops nor has ended. */
  async stop(r: Recording): Promise<void> {
    if (!r.egressId) return
    const { egressId: id } = r
    const word = await this.#egress.stop(id).catch(() => this.#egress.look(id).catch(() => null))
    if (word?.state === 'starting' || word?.state === 'active')
      throw new RequestError('RECORDING_GOES_ON', { recording: r.id })
    if (word) await setEgress(this.#app.db.pool, r.id, id, word.state)
  }

  /** Each few seconds: whether those that run still grow, and whether the file of those that stopped is there. */
  async look(): Promise<void> {
    for (const { id } of await readWithEgress(this.#app.db.pool))
      await this.#keeper
        .inLine(id, async () => this.#lookAt(await this.#keeper.need(id)))
        .catch((error: unknown) =>
          this.#app.log.error({ error, recording: id }, 'recording not looked after'),
        )
  }

  async #lookAt(r: Recording): Promise<void> {
    if (r.stoppedAt === null) this.#running.set(r.session, r.id)
    const bytes = await this.#files.sizeOf(this.#file(r))
    const grows = bytes !== null && bytes > r.bytes
    if (grows) await grew(this.#app.db.pool, r.id, bytes)
    if (r.awaited && OVER.has(r.egressState ?? '')) return this.#collect(r, 0)
    if (grows || Date.now() - r.lastAt <= SILENT_MS) return
    const word = r.egressId ? await this.#egress.look(r.egressId).catch(() => null) : null
    if (word && OVER.has(word.state)) return this.#over(r, word)
    const fault: Fault = { code: 'EGRESS_SILENT', detail: word && `${word.state}, ${bytes ?? 'no'} bytes` }
    if (r.stoppedAt === null) {
      await this.stop(r).catch(() => undefined)
      return this.#stopped(r, 'interrupted', fault)
    }
    // It will say nothing more: what is there is what there is.
    await this.#collect(r, 0)
  }

  /** Resolves when what was said is kept; a file is fetched after that. */
  async #told(word: EgressWord): Promise<void> {
    const found = await readByEgress(this.#app.db.pool, word.id, basename(word.file, '.mp4'))
    if (!found) return
    // Taken on after we had given up waiting for it: nobody knows of this one, and nobody is to be recorded unknown.
    if (found.egressId !== word.id && found.maker === 'page') {
      if (!OVER.has(word.state)) await this.#egress.stop(word.id).catch(() => undefined)
      return
    }
    await this.#keeper.inLine(found.id, async () => {
      const r = await this.#keeper.need(found.id)
      // Words may come late and out of order: after the last one nothing is said.
      if (r.maker !== 'egress' || OVER.has(r.egressState ?? '')) return
      await setEgress(this.#app.db.pool, r.id, word.id, word.state)
      if (OVER.has(word.state)) await this.#over(r, word)
    })
  }

  async #over(r: Recording, word: EgressWord): Promise<void> {
    await setEgress(this.#app.db.pool, r.id, word.id, word.state)
    if (word.pictureAt) await setPictureAt(this.#app.db.pool, r.id, word.pictureAt)
    if (r.stoppedAt === null) {
      const ended = !this.#app.bridge.sessions().some((s) => s.id === r.session)
      const failed = word.state === 'failed'
      if (failed) await this.#stopped(r, 'interrupted', faultOf('EGRESS_FAILED', word.error))
      else if (ended) await this.#stopped(r, 'ended', null)
      else await this.#stopped(r, 'interrupted', faultOf('EGRESS_ENDED', word.error))
    }
    const { id } = r
    this.#keeper
      .inLine(id, async () => this.#collect(await this.#keeper.need(id), word.bytes))
      .catch((error: unknown) => this.#app.log.error({ error, recording: id }, 'recording not fetched'))
  }

  /** The file comes to ours; one that does not appear in time is said not to be there. */
  async #collect(r: Recording, said: number): Promise<void> {
    if (!r.awaited) return
    const from = this.#file(r)
    const late = Date.now() - r.lastAt > SILENT_MS
    const size = (await this.#files.sizeOf(from)) ?? (await this.#files.ownSize(r.id, r.mime))
    if (!size) return late ? this.#without(r, from) : undefined
    const taken = await this.#files.take(from, r.id, r.mime).catch((error: unknown) => {
      if (!late) throw error
      return faultOf('EGRESS_NO_FILE', error).detail ?? from
    })
    if (typeof taken === 'string') return this.#without(r, taken)
    const { bytes, sha256 } = taken
    const fault: Fault | null =
      said && said !== bytes ? { code: 'EGRESS_SIZE', detail: `${bytes} / ${said}` } : null
    await collected(this.#app.db.pool, r.id, { bytes, sha256, fault })
    await this.#keeper.noted(r, { bytes, sha256: sha256.toString('hex'), fault: fault?.code ?? r.fault })
  }

  async #without(r: Recording, detail: string): Promise<void> {
    const fault: Fault = { code: 'EGRESS_NO_FILE', detail }
    await collected(this.#app.db.pool, r.id, { bytes: 0, sha256: null, fault })
    await this.#keeper.noted(r, { fault: fault.code, detail })
  }

  #stopped(r: Recording, reason: StopReason, fault: Fault | null): Promise<void> {
    this.#running.delete(r.session)
    return this.#keeper.stopped(r, reason, fault)
  }

  /** A session that ended, or that LiveKit carries no longer, has nothing more to be recorded there. */
  #follow(): void {
    if (!this.#running.size) return
    const sessions = new Map(this.#app.bridge.sessions().map((s) => [s.id, s]))
    for (const [session, id] of this.#running) {
      const now = sessions.get(session)
      if (now && this.takes(now)) continue
      this.#running.delete(session)
      const work = this.#keeper.inLine(id, async () => {
        const r = await this.#keeper.need(id)
        if (r.stoppedAt !== null) return
        await this.stop(r).catch(() => undefined)
        await this.#stopped(
          r,
          now ? 'interrupted' : 'ended',
          now ? { code: 'EGRESS_AWAY', detail: null } : null,
        )
      })
      work.catch((error: unknown) => this.#app.log.error({ error, recording: id }, 'recording not stopped'))
    }
  }
}
