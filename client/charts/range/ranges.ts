const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How far back a chart goes, ms; null = all there is. */
export const RANGES = { h1: HOUR, h24: DAY, d7: 7 * DAY, d30: 30 * DAY, y1: 365 * DAY, all: null } as const
export type RangeId = keyof typeof RANGES
export const RANGE_IDS = Object.keys(RANGES) as RangeId[]
export const isRange = (text: string | null): text is RangeId => text !== null && text in RANGES
