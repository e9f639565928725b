import type { FastifyInstance } from 'fastify'
import type { ProvenValue } from '../../shared/api/wall.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import type { StoredProof } from './proof-store.ts'

/** What a report says, with the names that held on its day; a series that the catalogue no longer has is left out. */
export function valuesOf(
  app: FastifyInstance,
  proof: Pick<StoredProof, 'at' | 'shown' | 'differs'>,
): ProvenValue[] {
  const now = app.catalogue.now()
  const day = dayOf(proof.at)
  return proof.shown.flatMap(([series, view, seq, value, validTo, text]) => {
    const known = now.series(series)
    if (!known) return []
    const { indicator, unit } = known
    const name = nameOn(unit, day)
    const symbol = now.measure(indicator.measure)?.symbol
    return [
      {
        ...{ series, view, seq, value, validTo, text },
        ...{ indicator: indicator.code, unit: unit.code, unitName: { vi: name.vi, en: name.en } },
        ...{ name: indicator.name, symbol: symbol ?? { vi: indicator.measure, en: indicator.measure } },
        ...{ decimals: indicator.decimals, agrees: !proof.differs?.includes(series) },
      },
    ]
  })
}

/** Those that were asked for; all without a question. */
export const wantedOf = (
  values: readonly ProvenValue[],
  { indicator, unit }: { indicator?: string | undefined; unit?: string | undefined },
): ProvenValue[] =>
  values.filter((v) => (!indicator || v.indicator === indicator) && (!unit || v.unit === unit))
