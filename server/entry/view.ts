import type { FastifyInstance } from 'fastify'
import type { EntryView } from '../../shared/api/entry.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import type { Entry } from './store.ts'

const STATE = { confirmed: 'confirmed', refused: 'refused', withdrawn: 'withdrawn' } as const

/** An entry with the names of what it speaks of. */
export function entryView(app: FastifyInstance, e: Entry): EntryView {
  const now = app.catalogue.now()
  const contract = app.intake.connections.get(e.connection)?.contract
  return {
    id: e.id,
    state: e.submitted ? 'submitted' : e.decision ? STATE[e.decision.step] : 'pending',
    twoPersons: e.twoPersons,
    writtenBy: { id: e.writtenBy.id, name: e.writtenBy.name },
    writtenAt: e.writtenAt,
    decided: e.decision && { by: e.decision.by, at: e.decision.at, reason: e.decision.reason },
    submitted: e.submitted,
    rows: e.rows.map((row) => {
      const indicator = now.indicator(row.indicator)
      const unit = now.unitsOfCode(row.unit).at(-1)
      const { vi, en } = unit ? nameOn(unit, dayOf(e.writtenAt)) : { vi: row.unit, en: row.unit }
      const agreed = contract?.series.find((s) => s.indicator === row.indicator)?.measure
      const measure = agreed ?? indicator?.measure ?? ''
      return {
        ...row,
        name: indicator?.name ?? { vi: row.indicator, en: row.indicator },
        unitName: { vi, en },
        measure: now.measure(measure)?.symbol ?? { vi: measure, en: measure },
        decimals: indicator?.decimals ?? 0,
      }
    }),
  }
}
