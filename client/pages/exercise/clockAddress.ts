import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'

const field = (ms: number) => new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 19)

/** The page's clock, as an address carries it: that moment, as it was known then. */
export const ofMoment = (at: number): string => `fixed,${field(at)},then`
/** And the whole of an exercise, played from its beginning. */
export const ofWhole = (from: number, to: number): string =>
  ['replay', field(from), field(to + 1000), field(from), 1, 'then'].join()
