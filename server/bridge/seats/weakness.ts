import type { PointQuality } from '../../../shared/live.ts'

/** Above or below these a person sees blocks, jumps or talks over the other. */
const WEAK = { lossPercent: 3, roundTripMs: 400, framesPerSecond: 5 }
/** Reports in a row before the word changes, so that it does not flicker. */
const STEADY = 3

export const isPoor = (q: PointQuality) =>
  q.lossPercent > WEAK.lossPercent ||
  q.roundTripMs > WEAK.roundTripMs ||
  (q.receiving > 0 && q.framesPerSecond < WEAK.framesPerSecond)

export type Weakness = { weak: boolean; against: number }
export const steady: Weakness = { weak: false, against: 0 }

/** Turns weak, or well again, only after three reports in a row that say so. Pure. */
export function judge(before: Weakness, quality: PointQuality): Weakness {
  const poor = isPoor(quality)
  if (poor === before.weak) return { weak: before.weak, against: 0 }
  const against = before.against + 1
  return against >= STEADY ? { weak: poor, against: 0 } : { weak: before.weak, against }
}
