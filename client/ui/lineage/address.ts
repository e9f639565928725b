import type { SeriesKey } from './context.ts'

/** The card's own page: which series, of which unit's days, and of which time. `print` opens it with the print dialog. */
export function addressOf(key: SeriesKey, print = false): string {
  const query = new URLSearchParams({ from: key.unitFrom })
  if (key.validFrom !== undefined) query.set('at', String(key.validFrom))
  if (print) query.set('print', '1')
  return `/lineage/${encodeURIComponent(key.indicator)}/${encodeURIComponent(key.unit)}?${query}`
}
