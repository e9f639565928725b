import type { FastifyInstance } from 'fastify'
import type { EntryInput, EntryRow } from '../../shared/api/entry.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { AccountPrincipal } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import type { Connection } from '../intake/index.ts'
import { intervalOf } from './form.ts'
import {
  type Entry,
  insertDecision,
  insertEntry,
  insertSubmitted,
  readEntry,
  readOfTime,
  readUnsent,
  type WrittenRow,
} from './store.ts'

type By = { person: AccountPrincipal; address: string }
const REFUSALS_SHOWN = 200

/** The life of an entry: written, decided, and once it is confirmed sent through the intake like any other message. */
export class Entries {
  readonly #app: FastifyInstance
  #resuming: Promise<void> | null = null

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /**
   * Keeps what was typed; without a second person it is sent at once. Returns its id. Throws ROWS_REFUSED when one row
   * would be, with nothing kept, and CONNECTION_DISABLED.
   */
  async write(connection: Connection, { rows }: EntryInput, { person, address }: By): Promise<number> {
    this.#check(connection, rows)
    const { version, twoPersons } = connection.contract
    const written = await this.#withBefore(connection, rows)
    const id = await transaction(this.#app.db.pool, async (client) => {
      const id = await insertEntry(client, {
        ...{ connection: connection.id, version, twoPersons, rows: written, by: person.id },
      })
      if (!twoPersons) await insertDecision(client, id, 'confirmed', person.id, null)
      await this.#record(client, 'entry.written', id, connection.id, { person, address }, rows.length)
      return id
    })
    if (!twoPersons) await this.#sendNow(id)
    return id
  }

  /** Throws SAME_PERSON, NOT_WRITER, CONFLICT (decided already), ROWS_REFUSED, CONNECTION_DISABLED. */
  async decide(
    entry: Entry,
    connection: Connection,
    decision: 'confirm' | 'refuse' | 'withdraw',
    reason: string | null,
    by: By,
  ): Promise<void> {
    const own = entry.writtenBy.id === by.person.id
    if (own && decision !== 'withdraw') throw new RequestError('SAME_PERSON', { entry: entry.id })
    if (!own && decision === 'withdraw') throw new RequestError('FORBIDDEN', { entry: entry.id })
    if (decision === 'refuse' && !reason)
      throw new RequestError('BAD_REQUEST', { field: 'reason', problem: 'say why' })
    // The contract may have changed since it was written.
    if (decision === 'confirm') this.#check(connection, entry.rows)
    const step = { confirm: 'confirmed', refuse: 'refused', withdraw: 'withdrawn' } as const
    await transaction(this.#app.db.pool, async (client) => {
      if (!(await insertDecision(client, entry.id, step[decision], by.person.id, reason)))
        throw new RequestError('CONFLICT', { entry: entry.id, reason: 'DECIDED' })
      const action = `entry.${step[decision]}`
      await this.#record(client, action, entry.id, connection.id, by, entry.rows.length, reason)
    })
    if (decision === 'confirm') await this.#sendNow(entry.id)
  }

  /** Sends what was confirmed and did not get there. Under its own key it is written once, however often it is sent. */
  resume(): Promise<void> {
    this.#resuming ??= this.#resume().finally(() => {
      this.#resuming = null
    })
    return this.#resuming
  }

  async #resume(): Promise<void> {
    const { db, log } = this.#app
    const later = (error: unknown) => log.warn({ error }, 'a confirmed entry is not sent yet')
    const unsent = await readUnsent(db.pool).catch((error: unknown) => {
      later(error)
      return []
    })
    // One that cannot be sent keeps no other waiting.
    for (const entry of unsent) await this.#send(entry).catch(later)
  }

  async #sendNow(id: number): Promise<void> {
    const entry = await readEntry(this.#app.db.pool, id)
    if (entry) await this.#send(entry)
  }

  async #send(entry: Entry): Promise<void> {
    const observations = entry.rows.map(({ before: _, ...row }) => row)
    const answer = await this.#app.intake.submit({
      connectionId: entry.connection,
      entry: 'hand',
      body: Buffer.from(JSON.stringify({ observations })),
      contentType: 'application/json',
      idempotencyKey: `hand:${entry.id}`,
      sentBy: entry.writtenBy.username,
      receivedAt: Date.now(),
    })
    const { message, accepted, unchanged, refused } = answer
    await insertSubmitted(this.#app.db.pool, entry.id, message, { accepted, unchanged, refused })
  }

  /** What the intake would say of each row now. */
  #check(connection: Connection, rows: readonly EntryRow[]): void {
    if (!connection.enabled) throw new RequestError('CONNECTION_DISABLED', { connection: connection.id })
    const raw = rows.map((fields, i) => ({ row: i + 1, fields, content: JSON.stringify(fields) }))
    const { refused } = this.#app.intake.judge(connection.id, raw)
    if (refused.length)
      throw new RequestError('ROWS_REFUSED', {
        refused: refused.length,
        rows: refused
          .slice(0, REFUSALS_SHOWN)
          .map(({ row, code, field, message, detail }) => ({ row, code, field, message, detail })),
      })
  }

  /** With what is known now of the same times, as who confirms it sees it. */
  async #withBefore({ contract }: Connection, rows: readonly EntryRow[]): Promise<WrittenRow[]> {
    const now = this.#app.catalogue.now()
    return Promise.all(
      rows.map(async (row) => {
        const indicator = now.indicator(row.indicator)
        if (!indicator) return { ...row, before: null }
        const kind = row.at === undefined ? indicator.period : 'realtime'
        const of = intervalOf(kind, row.at ?? row.period ?? '', indicator.cutoff)
        const unit = now.unitInForce(row.unit, Math.max(of.from, of.to - 1))
        const series = unit && now.findSeries(indicator.id, unit.id)
        const [known] = series === undefined ? [] : await readOfTime(this.#app.db.pool, [series], of)
        const measure = contract.series.find((s) => s.indicator === row.indicator)?.measure
        const value = known && now.convert(known.value, indicator.measure, measure ?? indicator.measure)
        return { ...row, before: known && value != null ? { value, status: known.status } : null }
      }),
    )
  }

  async #record(
    client: Parameters<FastifyInstance['audit']['record']>[1],
    action: string,
    id: number,
    connection: string,
    { person, address }: By,
    rows: number,
    reason: string | null = null,
  ): Promise<void> {
    const detail = { connection, rows, ...(reason ? { reason } : {}) }
    await this.#app.audit.record(
      { actor: `account:${person.username}`, action, subject: `entry:${id}`, detail, address },
      client,
    )
  }
}
