import type { Job, Row } from './job.ts'

const MINUTE = 60_000

/** What a source with a fault really sends at an instant: null = nothing. A function of the clock, so two runs agree. */
export function misbehave(job: Job, rows: Row[], at: number): Row[] | null {
  const minute = Math.floor(at / MINUTE)
  switch (job.fault) {
    case 'late': // quiet for one minute in three
      return minute % 3 === 2 ? null : rows
    case 'down-and-up': // down for five minutes in every fifteen
      return minute % 15 < 5 ? null : rows
    case 'silent':
      return null
    case 'bad-rows': // for two minutes in five it uses an old list of codes and a text for a number
      if (minute % 5 >= 2) return rows
      return [
        ...rows,
        { ...rows[0]!, unit: '99', at: new Date(at).toISOString() },
        { ...rows[0]!, value: 'n/a', at: new Date(at - 1_000).toISOString() },
      ].filter((r) => r.indicator)
    case 'disagrees': // counts six in a hundred and three more for five minutes in fifteen, at night too
      if (minute % 15 < 10) return rows
      return rows.map((r) => ({
        ...r,
        value: typeof r.value === 'number' ? Math.round(r.value * 1.06) + 3 : r.value,
      }))
    default:
      return rows
  }
}
