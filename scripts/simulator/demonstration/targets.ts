import type { FastifyInstance } from 'fastify'
import type { Comparator } from '../../../shared/vocabulary.ts'

/** Invented targets of the demonstration's year; each is marked simulated wherever it shows. */
const TARGETS: [indicator: string, comparator: Comparator, value: number, high?: number][] = [
  ['KTTH-01', '>=', 8],
  ['KTTH-06', '<=', 4.5],
  ['KTTH-07', '<=', 4.5],
  ['KTTH-09', '>=', 2_350_000],
  ['KTTH-10', '>=', 100],
  ['KTTH-13', '>=', 95],
  ['KTTH-22', '<=', 16],
  ['KTN-01', '>=', 9],
  ['KTN-03', 'range', 49.8, 50.2],
  ['KTN-04', '>=', 12],
  ['VHXH-02', '<=', 4],
  ['VHXH-06', '>=', 95],
  ['VHXH-11', '>=', 95],
  ['VHXH-17', '>=', 82],
  ['VHXH-19', '<=', 150],
  ['NCHC-03', '<=', 2],
  ['NCHC-04', '>=', 95],
  ['NCHC-11', '>=', 95],
  ['NCHC-18', '>=', 90],
  ['NCHC-20', '<=', 0],
  ['DN-12', '>=', 99],
  ['DP-01', '>=', 8],
  ['DP-07', '>=', 95],
  ['KC-06', '<=', 80],
  ['KC-07', '<=', 100],
]

/** Enters the targets of this year that are not there yet, for every unit that reports the indicator and the nation. */
export async function ensureTargets(app: FastifyInstance): Promise<void> {
  const now = app.catalogue.now()
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  await app.catalogue.setTargets(
    TARGETS.flatMap(([code, comparator, value, high]) => {
      const indicator = now.indicator(code)
      if (!indicator) return []
      const units = new Set([now.nation(), ...now.unitsOfKind(indicator.level, day)])
      return [...units].map((unit) => ({
        indicatorId: indicator.id,
        unitId: unit.id,
        // A real-time figure is held to its limit always; a yearly aim holds for its year and that year's parts.
        period: indicator.period === 'realtime' ? '' : day.slice(0, 4),
        comparator,
        value,
        valueHigh: high ?? null,
        source: 'Mô phỏng',
        simulated: true,
      }))
    }),
  )
}
