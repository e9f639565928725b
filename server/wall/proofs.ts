import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { type ProofReport, proofText, type ShownValue } from '../../shared/proof.ts'
import { RequestError } from '../../shared/refusal.ts'
import { addProof } from './proof-store.ts'

/** A report whose time lies further from now than this is not believed. */
export const OFF_MS = 120_000
/** Values written again in full at least this often, so that none hangs on a report of long ago. */
const WHOLE_EVERY = 60

type Last = { id: string; sha256: string; repeats: number }

/** Which of the values are not what was sent. `sent` gives what a sequence of a view said of a series; undefined = not known any more. */
export function differing(
  values: readonly ShownValue[],
  sent: (view: number, seq: number, series: number) => readonly number[] | undefined,
): number[] {
  return values.flatMap(([series, view, seq, value]) => {
    const said = sent(view, seq, series)
    return said?.some((s) => Object.is(Number.isFinite(s) ? s : null, value)) ? [] : [series]
  })
}

/** What screens say they show: the hash worked out again, every value held against what was sent, all of it kept. */
export class Proofs {
  readonly #app: FastifyInstance
  /** The last report of each screen that was kept whole. */
  readonly #last = new Map<number, Last>()
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** Throws BAD_REQUEST for a report that contradicts itself. */
  async take(screen: number, report: ProofReport): Promise<{ agrees: boolean }> {
    const sha256 = createHash('sha256').update(proofText(report)).digest('hex')
    if (sha256 !== report.sha256) throw new RequestError('BAD_REQUEST', { field: 'sha256' })
    if (Math.abs(report.at - Date.now()) > OFF_MS) throw new RequestError('BAD_REQUEST', { field: 'at' })
    const differs = differing(report.values, (view, seq, series) =>
      this.#app.live.sent({ view, epoch: report.epoch, seq, series }),
    )
    const agrees = differs.length === 0
    const last = this.#last.get(screen)
    const repeated = agrees && last?.sha256 === sha256 && last.repeats < WHOLE_EVERY
    const sameAs = repeated ? last.id : null
    const id = await addProof(this.#app.db.pool, screen, report, { agrees, differs, sameAs })
    if (repeated) last.repeats++
    else this.#last.set(screen, { id, sha256, repeats: 0 })
    this.#app.wall.states.proven(screen, agrees)
    if (!agrees) this.#app.log.warn({ screen, differs }, 'a screen shows what it was not sent')
    return { agrees }
  }
}
