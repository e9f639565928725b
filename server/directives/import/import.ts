import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import {
  type ImportDone,
  type ImportPreview,
  SHEET_LIMIT,
  SHEET_ROWS,
} from '../../../shared/api/directive-import.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { AccountPrincipal } from '../../access/index.ts'
import type { Unit } from '../../catalogue/index.ts'
import { transaction } from '../../db/index.ts'
import { decodeXlsx, plain } from '../../intake/index.ts'
import { sha256 } from '../canonical.ts'
import type { By, Directives } from '../directives.ts'
import { named } from '../names.ts'
import { columnsOf, type JudgedRow, judge } from './sheet.ts'
import { insertTaken, lockDocument, readTaken } from './store.ts'

export type Wanted = { document: string; instead: Readonly<Record<string, string>>; body: Buffer }

/** Documents with many tasks, from a spreadsheet: looked at first, then taken whole or not at all. */
export class DocumentImport {
  readonly #app: FastifyInstance
  readonly #directives: Directives
  constructor(app: FastifyInstance, directives: Directives) {
    this.#app = app
    this.#directives = directives
  }

  /** Writes nothing. Throws BAD_BODY, TOO_LARGE, TOO_MANY_ROWS, EXERCISE_FILE. */
  async preview({ document, instead, body }: Wanted, giver: AccountPrincipal): Promise<ImportPreview> {
    const rows = await this.#judged(body, instead, giver)
    const taken = await readTaken(this.#app.db.pool, document, this.#giver(giver))
    const now = Date.now()
    const catalogue = this.#app.catalogue.now()
    const shown = rows.map((r) => {
      const judged = held(r, taken, now)
      const { row, no, faults, state } = judged
      const addressees = r.addressees.flatMap((code) => catalogue.unitInForce(code, now) ?? [])
      return {
        ...{ row, no, faults, state, text: r.text, due: r.due },
        addressees: addressees.map((u) => named(u, now)),
      }
    })
    const count = (state: string) => shown.filter((r) => r.state === state).length
    return {
      ...{ document, sha256: sha256(body).toString('hex'), rows: shown },
      ...{ fresh: count('new'), there: count('there'), faulty: count('fault') },
    }
  }

  /** All new rows in one transaction; one row with a fault and nothing is written. Throws ROWS_REFUSED besides. */
  async take({ document, instead, body }: Wanted, issue: boolean, by: By): Promise<ImportDone> {
    const rows = await this.#judged(body, instead, by.person)
    const inputs = rows.map((r) => r.input && { ...r.input, document, issue })
    const plans = await Promise.all(inputs.map((input) => input && this.#directives.plan(input, by.person)))
    const giver = this.#giver(by.person)
    return transaction(this.#app.db.pool, async (client) => {
      await lockDocument(client, document)
      const taken = await readTaken(client, document, giver)
      const judged = rows.map((r) => held(r, taken, Date.now()))
      const faulty = judged.filter((r) => r.state === 'fault')
      if (faulty.length)
        throw new RequestError('ROWS_REFUSED', {
          rows: faulty.slice(0, 100).map(({ row, no, faults }) => ({ row, no, faults })),
        })
      let directives = 0
      let there = 0
      for (const [i, r] of rows.entries()) {
        const [input, plan] = [inputs[i], plans[i]]
        if (judged[i]?.state === 'there' || !input || !plan) {
          there++
          continue
        }
        const batch = randomUUID()
        await insertTaken(client, { document, no: r.no, sha256: r.sha256, batch, by: by.person.id, giver })
        directives += (await this.#directives.write(client, input, plan, { batch, snapshotId: null }, by))
          .length
      }
      await this.#app.audit.record(
        {
          ...{ actor: `account:${by.person.username}`, action: 'directive.imported', subject: document },
          detail: { rows: rows.length - there, there, directives, sha256: sha256(body).toString('hex') },
          address: by.address,
        },
        client,
      )
      return { document, directives, rows: rows.length - there, there }
    })
  }

  /** Whose numbering of documents it is; null for the nation's. */
  #giver({ unitId }: AccountPrincipal): number | null {
    return unitId === this.#app.catalogue.now().nation().id ? null : unitId
  }

  async #judged(body: Buffer, instead: Wanted['instead'], giver: AccountPrincipal) {
    if (body.length > SHEET_LIMIT) throw new RequestError('TOO_LARGE', { limit: SHEET_LIMIT })
    const inExercise = this.#app.config.world.kind === 'exercise'
    const table = await decodeXlsx(body, { bytes: SHEET_LIMIT, rows: SHEET_ROWS, inExercise })
    const { at, missing } = columnsOf(table.header)
    if (missing.length) throw new RequestError('BAD_BODY', { problem: 'columns are missing', missing })
    // The header is the sheet's first row in the template; a row is named as the person sees it.
    const rows = table.rows.map((cells, i) => ({ row: i + 2, cells: cells.map(plain) }))
    const { access, catalogue } = this.#app
    const mayTask = (unit: Unit) => access.visibleUnit(giver, unit.id)
    return judge(rows, at, { catalogue: catalogue.now(), mayTask }, instead, Date.now())
  }
}

/** Held against what was taken of the document before. */
function held(r: JudgedRow, taken: ReadonlyMap<string, string>, now: number) {
  const before = taken.get(r.no)
  const faults = [...r.faults]
  const same = before === r.sha256.toString('hex')
  if (before !== undefined && !same) faults.push({ code: 'ROW_DIFFERS', column: 'TT', value: r.no })
  // What was taken in its time stays taken when its deadline has passed.
  if (before === undefined && r.due !== null && r.due <= now)
    faults.push({ code: 'DUE_PAST', column: 'Hạn', value: new Date(r.due).toISOString() })
  const state = faults.length ? ('fault' as const) : same ? ('there' as const) : ('new' as const)
  return { row: r.row, no: r.no, faults, state }
}
