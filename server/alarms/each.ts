import type { RequestErrorCode } from '../../shared/refusal.ts'
import { asRequestError } from '../problems.ts'

export type Outcome = { done: number[]; refused: { id: number; code: RequestErrorCode }[] }

/**
 * Does one thing to each, one after the other and each in its own transaction; what one of them refuses does not hold up
 * the others. When the database goes away in the middle, what was done is told all the same, with the rest as refused.
 */
export async function each(ids: readonly number[], run: (id: number) => Promise<void>): Promise<Outcome> {
  const outcome: Outcome = { done: [], refused: [] }
  for (const id of ids)
    try {
      await run(id)
      outcome.done.push(id)
    } catch (error) {
      // One that breaks off under way is an error of the driver's, not yet a refusal.
      const refusal = asRequestError(error)
      if (!refusal || (refusal.code === 'NOT_READY' && !outcome.done.length)) throw error
      outcome.refused.push({ id, code: refusal.code })
    }
  return outcome
}
