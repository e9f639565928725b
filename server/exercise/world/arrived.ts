import type pg from 'pg'
import type { Scenario } from '../../../shared/api/exercise.ts'
import { SENDER, sentOf } from '../driver/cap.ts'
import { addStep, type Step } from './store.ts'

/**
 * Alerts that came in while the line of the record was not written yet: the exercise was cut off between the two. They are
 * written down now, so that none is sent twice. Answers the steps that were added.
 */
export async function recordArrived(
  pool: pg.Pool,
  scenario: Scenario,
  steps: readonly Step[],
): Promise<Step[]> {
  const known = new Set(steps.flatMap((s) => (s.kind === 'inject' && s.inject ? [s.inject] : [])))
  const open = scenario.injects.filter((i) => i.kind === 'alert' && !known.has(i.id))
  if (!open.length) return []
  const { rows } = await pool.query<{ identifier: string; at: number }>(
    `select identifier, (extract(epoch from received_at) * 1000)::float8 at from alert where sender = $1 order by id`,
    [SENDER],
  )
  const added: Step[] = []
  for (const { id: inject, at: minute } of open)
    for (const { identifier, at } of rows) {
      const alert = sentOf(inject, identifier)
      if (!alert) continue
      const detail = { minute, taken: true, answer: '', alert }
      const step: Step = { at: Math.floor(at), kind: 'inject', inject, actor: null, detail }
      if (await addStep(pool, step)) added.push(step)
      break
    }
  return added
}
