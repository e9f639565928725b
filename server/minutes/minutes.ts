import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { MinutesText, MinutesView } from '../../shared/api/minutes.ts'
import { RequestError } from '../../shared/refusal.ts'
import { markLine } from '../../shared/world.ts'
import { type AccountPrincipal, actorOf } from '../access/index.ts'
import type { SessionRecord } from '../bridge/index.ts'
import { transaction } from '../db/index.ts'
import { minutesDocx } from './docx.ts'
import { draftOf } from './draft.ts'
import {
  insertApproval,
  insertMinutes,
  lockMinutes,
  readApproval,
  readApprovedDocx,
  readMinutes,
} from './store.ts'

type By = { person: AccountPrincipal; address: string }

/** The minutes of sessions: drafted from the record, written by people, approved once and then never changed. */
export class Minutes {
  readonly #app: FastifyInstance
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** A point reads what was approved and nothing before. Throws MINUTES_NONE, MINUTES_RUNNING. */
  async view(record: SessionRecord): Promise<MinutesView> {
    const { session } = record
    if (session.endedAt === null) throw new RequestError('MINUTES_RUNNING', { session: session.id })
    const db = this.#app.db.pool
    const approved = await readApproval(db, session.id)
    if (record.reads === 'point' && !approved) throw new RequestError('MINUTES_NONE', { session: session.id })
    const saved = await readMinutes(db, session.id, approved?.version ?? null)
    const open = record.reads === 'directs' && !approved
    return {
      session: session.id,
      version: saved?.version ?? 0,
      text: saved?.text ?? draftOf(record, await this.#app.directives.ofSession(session.id)),
      savedAt: saved?.at ?? null,
      savedBy: saved?.by ?? null,
      approved,
      mayEdit: open,
      mayApprove: open && saved !== null,
    }
  }

  /** Throws MINUTES_CLOSED after approval, MINUTES_CHANGED when somebody else has saved meanwhile. */
  async save(by: By, record: SessionRecord, text: MinutesText, after: number): Promise<void> {
    const session = this.#open(record)
    await transaction(this.#app.db.pool, async (client) => {
      await lockMinutes(client, session)
      if (await readApproval(client, session)) throw new RequestError('MINUTES_CLOSED', { session })
      const newest = (await readMinutes(client, session))?.version ?? 0
      if (newest !== after) throw new RequestError('MINUTES_CHANGED', { session, version: newest })
      await insertMinutes(client, session, newest + 1, text, by.person.id)
      await this.#record(by, 'minutes.saved', session, { version: newest + 1 }, client)
    })
  }

  /** What is approved is kept as the file that the points receive, with its SHA-256. Throws as `save`. */
  async approve(by: By, record: SessionRecord, version: number): Promise<void> {
    const session = this.#open(record)
    const saved = await readMinutes(this.#app.db.pool, session, version)
    if (!saved) throw new RequestError('MINUTES_CHANGED', { session, version })
    const docx = await this.#docx(record, saved.text, false)
    const sha256 = createHash('sha256').update(docx).digest()
    await transaction(this.#app.db.pool, async (client) => {
      await lockMinutes(client, session)
      if (await readApproval(client, session)) throw new RequestError('MINUTES_CLOSED', { session })
      if ((await readMinutes(client, session))?.version !== version)
        throw new RequestError('MINUTES_CHANGED', { session, version })
      await insertApproval(client, session, { version, by: by.person.id, docx, sha256 })
      const detail = { version, sha256: sha256.toString('hex') }
      await this.#record(by, 'minutes.approved', session, detail, client)
    })
    this.#app.bus.emit('bookings')
  }

  /** The approved file as it was approved; before that, a draft that says so. */
  async file(record: SessionRecord): Promise<Buffer> {
    const approved = await readApprovedDocx(this.#app.db.pool, record.session.id)
    return approved ?? this.#docx(record, (await this.view(record)).text, true)
  }

  async #docx(record: SessionRecord, text: MinutesText, draft: boolean): Promise<Buffer> {
    const directives = await this.#app.directives.ofSession(record.session.id)
    const simulated = record.drawn || directives.some((d) => d.simulated)
    return minutesDocx(record, text, { draft, simulated, world: markLine(this.#app.config.world) })
  }

  #open({ session, reads }: SessionRecord): string {
    if (reads !== 'directs') throw new RequestError('FORBIDDEN')
    if (session.endedAt === null) throw new RequestError('MINUTES_RUNNING', { session: session.id })
    return session.id
  }

  #record(
    by: By,
    action: string,
    subject: string,
    detail: Record<string, unknown>,
    client: Parameters<FastifyInstance['audit']['record']>[1],
  ): Promise<void> {
    return this.#app.audit.record(
      { actor: actorOf(by.person), action, subject, detail, address: by.address },
      client,
    )
  }
}
