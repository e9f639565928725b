import type { FastifyInstance } from 'fastify'
import type { CheckOfNumber } from '../../shared/api/checks.ts'
import type { Principal } from '../access/index.ts'
import { isOpen } from './disputes.ts'
import { findingFor } from './shown.ts'
import { placeKey } from './types.ts'

/** The checks that a number took part in, failed ones first; `period` null = the newest instant. */
export function checksOfNumber(
  app: FastifyInstance,
  asker: Principal | null,
  series: number,
  period: string | null,
): CheckOfNumber[] {
  const { engine, disputes } = app.checks
  const found = engine.of(series).flatMap(({ rule, unit, indicator, marks, instant }): CheckOfNumber[] => {
    if (instant !== (period === null)) return []
    const key = placeKey(rule, unit, indicator, period ?? '')
    const standing = engine.standing(key)
    if (!standing) return []
    const dispute = disputes.ofPlace(key)
    return [
      {
        rule: { id: rule.id, code: rule.code, version: standing.version, name: rule.input.name },
        ...findingFor(app, asker, marks, standing),
        dispute: dispute && isOpen(dispute) ? dispute.id : null,
        lastStep: dispute?.steps.at(-1) ?? null,
      },
    ]
  })
  const rank = { failed: 0, incomplete: 1, ok: 2 }
  return found.sort((a, b) => rank[a.outcome] - rank[b.outcome]).slice(0, 50)
}
