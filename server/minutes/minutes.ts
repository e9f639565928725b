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
import { minutesPdf } from './pdf.ts'
import {
  insertApproval,
  insertMinutes,
  insertOpened,
  insertSent,
  lockMinutes,
  type Opening,
  readApproval,
  readApprovedFile,
  readMinutes,
  readReceipts,
  readUnopened,
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
    const names = new Map(record.roll.rows.map((r) => [r.unit.code, r.unit]))
    const receipts = approved && record.reads !== 'point' ? await readReceipts(db, session.id) : []
    const catalogue = this.#app.catalogue.now()
    return {
      receipts: receipts.flatMap(({ unitId, ...receipt }) => {
        const unit = names.get(catalogue.unitById(unitId)?.code ?? '')
        return unit ? [{ unit, ...receipt }] : []
      }),
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

  /**
   * What is approved is kept as the files that the points receive, each with its SHA-256, and goes to every unit that was
   * a point. Throws as `save`.
   */
  async approve(by: By, record: SessionRecord, version: number): Promise<void> {
    const session = this.#open(record)
    const saved = await readMinutes(this.#app.db.pool, session, version)
    if (!saved) throw new RequestError('MINUTES_CHANGED', { session, version })
    const marks = await this.#marks(record, false)
    const docx = await minutesDocx(record, saved.text, marks)
    const pdf = await minutesPdf(record, saved.text, marks)
    const hash = (file: Buffer) => createHash('sha256').update(file).digest()
    const [sha256, pdfSha256] = [hash(docx), hash(pdf)]
    const catalogue = this.#app.catalogue.now()
    const units = record.session.points.flatMap((p) => {
      const unit =
        p.role === 'point' ? catalogue.unitsOfCode(p.unit).find((u) => u.validFrom === p.unitFrom) : undefined
      return unit ? [unit.id] : []
    })
    await transaction(this.#app.db.pool, async (client) => {
      await lockMinutes(client, session)
      if (await readApproval(client, session)) throw new RequestError('MINUTES_CLOSED', { session })
      if ((await readMinutes(client, session))?.version !== version)
        throw new RequestError('MINUTES_CHANGED', { session, version })
      await insertApproval(client, session, { version, by: by.person.id, docx, sha256, pdf, pdfSha256 })
      await insertSent(client, session, [...new Set(units)])
      const detail = {
        ...{ version, sha256: sha256.toString('hex'), pdfSha256: pdfSha256.toString('hex') },
        sentTo: record.roll.rows.map((r) => r.unit.code),
      }
      await this.#record(by, 'minutes.approved', session, detail, client)
    })
    this.#app.bus.emit('bookings')
  }

  /** The approved file as it was approved; before that, a draft that says so. One approved before PDFs is made anew. */
  async file(record: SessionRecord, kind: 'docx' | 'pdf'): Promise<Buffer> {
    const db = this.#app.db.pool
    const kept = await readApprovedFile(db, record.session.id, kind)
    if (kept) return kept
    const { text, approved } = await this.view(record)
    const marks = await this.#marks(record, approved === null)
    return kind === 'pdf' ? minutesPdf(record, text, marks) : minutesDocx(record, text, marks)
  }

  /** That a unit's person has it before him; directors and auditors need no receipt. */
  async opened(record: SessionRecord, { person, address }: By, what: Opening): Promise<void> {
    if (record.reads !== 'point') return
    const session = record.session.id
    await transaction(this.#app.db.pool, async (client) => {
      await insertOpened(client, session, person.id, what)
      await this.#record({ person, address }, 'minutes.opened', session, { what }, client)
    })
    this.#app.bus.emit('bookings')
  }

  /** What this person's unit received and has not opened. */
  unopened = (person: AccountPrincipal) => readUnopened(this.#app.db.readPool, person.unitId)

  async #marks({ session, drawn }: SessionRecord, draft: boolean) {
    const directives = await this.#app.directives.ofSession(session.id)
    const simulated = drawn || directives.some((d) => d.simulated)
    return { draft, simulated, world: markLine(this.#app.config.world) }
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
