// Which periods of an indicator have values, and the day that stands for each.
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { eraOn, FIRST_DAY_OF_34 } from '../data/unitTree.ts'
import type { PeriodDay } from './PeriodChoice.tsx'
import type { Point, Standing, Summary } from './summary.ts'

const MOST = 120
const isoDay = (ms: number) => new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 10)

/** The last day of each named period, newest first, each once. An instant is no period. */
export function periodDays(points: readonly Point[]): PeriodDay[] {
  const days = new Map<string, string>()
  for (const { period, to } of points) if (period !== null) days.set(period, isoDay(to - 1))
  return [...days]
    .map(([period, day]) => ({ period, day }))
    .sort((a, b) => (a.day < b.day ? 1 : -1))
    .slice(0, MOST)
}

/** A series of the page: a code names another unit before and after its day, so the day goes with it. */
export type UnitRef = { unit: string; unitFrom: string }
const refOf = ({ unit, unitFrom }: Standing): UnitRef => ({ unit, unitFrom })

/**
 * Units whose histories together tell the periods: the nation, one that has a value now, and one that is older than
 * the present provinces, so that figures of the provinces before them are found too.
 */
export function probeUnits(summary: Summary | null): UnitRef[] {
  if (!summary) return []
  const { nation, units } = summary
  const valued = units.find((u) => u.value !== null)
  const old = units.find((u) => u.unitFrom < FIRST_DAY_OF_34)
  return [...new Set([nation, valued, old])].flatMap((u) => (u ? [refOf(u)] : []))
}

/** Figures that end before the present provinces came into force stand on the provinces of their own day. */
export function ownDay(summary: Summary | null, periods: readonly PeriodDay[]): string | null {
  if (!summary) return null
  const ends = [summary.nation, ...summary.units].flatMap((u) =>
    u && u.value !== null && u.validTo !== null ? [isoDay(u.validTo - 1)] : [],
  )
  const newest = ends.sort().at(-1) ?? periods[0]?.day
  return newest !== undefined && eraOn(newest) !== eraOn(summary.day) ? newest : null
}
