import type { FastifyInstance } from 'fastify'
import type { CheckOfNumber } from '../../shared/api/checks.ts'
import type { Principal } from '../access/index.ts'
import { readLastDisputes } from './dispute-store.ts'
import { keyOf } from './disputes.ts'
import { findingFor, stepFor } from './shown.ts'
import { placeKey } from './types.ts'

/** The checks that a number took part in, failed ones first; `period` null = the newest instant. */
export async function checksOfNumber(
  app: FastifyInstance,
  asker: Principal | null,
  series: number,
  period: string | null,
): Promise<CheckOfNumber[]> {
  const { engine, disputes } = app.checks
  const judged = engine.of(series).flatMap(({ rule, unit, indicator, marks, instant }) => {
    const standing = engine.standing(placeKey(rule, unit, indicator, period ?? ''))
    return standing && instant === (period === null) ? [{ rule, marks, standing }] : []
  })
  const ended = await readLastDisputes(
    app.db.readPool,
    judged.flatMap(({ standing }) => (disputes.ofPlace(keyOf(standing)) ? [] : [standing])),
  )
  const lasts = new Map(ended.map((d) => [keyOf(d), d]))
  const found = judged.map(({ rule, marks, standing }): CheckOfNumber => {
    const key = keyOf(standing)
    const open = disputes.ofPlace(key)
    return {
      rule: { id: rule.id, code: rule.code, version: standing.version, name: rule.input.name },
      ...findingFor(app, asker, marks, standing),
      dispute: open?.id ?? null,
      lastStep: stepFor(app, asker, marks, (open ?? lasts.get(key))?.steps.at(-1)),
    }
  })
  const rank = { failed: 0, incomplete: 1, ok: 2 }
  return found.sort((a, b) => rank[a.outcome] - rank[b.outcome]).slice(0, 50)
}
