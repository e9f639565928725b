import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'

export const LEVELS = ['raw', 'minute', 'hour', 'day'] as const
/** Where a bucket's figures come from. */
export type Level = (typeof LEVELS)[number]

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Widths that divide the next greater unit, so that a bucket is a whole number of the roll-ups below it. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].map((n) => n * DAY),
]

export const WIDTH: Record<Exclude<Level, 'raw'>, number> = { minute: MINUTE, hour: HOUR, day: DAY }
const LAST = STEPS.at(-1) ?? DAY

/** The beginning of the bucket that an instant (ms) falls into; days begin at midnight in Viet Nam. */
export const beginOf = (at: number, width: number) =>
  Math.floor((at + ZONE_OFFSET_MS) / width) * width - ZONE_OFFSET_MS

export type Buckets = { from: number; to: number; bucketMs: number; level: Level }

/**
 * The buckets of a range (ms) for so many pixels: the narrowest width that needs no more than these, the range widened
 * to whole buckets, and the coarsest roll-up that they are made of.
 */
export function bucketsFor(from: number, to: number, pixels: number): Buckets {
  const bucketMs =
    STEPS.find((width) => {
      const begin = beginOf(from, width)
      return Math.ceil((to - begin) / width) <= pixels
    }) ?? LAST
  const level: Level =
    bucketMs >= DAY ? 'day' : bucketMs >= HOUR ? 'hour' : bucketMs >= MINUTE ? 'minute' : 'raw'
  const begin = beginOf(from, bucketMs)
  return {
    from: begin,
    to: begin + Math.max(1, Math.ceil((to - begin) / bucketMs)) * bucketMs,
    bucketMs,
    level,
  }
}
