import { describe, expect, it } from 'vitest'
import { judge, steady, type Weakness } from '../../../server/bridge/seats/weakness.ts'
import type { PointQuality } from '../../../shared/live.ts'

const well: PointQuality = {
  width: 1280,
  height: 720,
  framesPerSecond: 25,
  lossPercent: 0,
  roundTripMs: 40,
  receiving: 1,
}
const reports = (list: PointQuality[], from: Weakness = steady) => list.reduce(judge, from)

describe('a weak signal', () => {
  it('is called weak after three poor reports in a row', () => {
    const lossy = { ...well, lossPercent: 8 }
    expect(reports([lossy, lossy]).weak).toBe(false)
    expect(reports([lossy, lossy, lossy]).weak).toBe(true)
  })
  it('does not flicker on single reports', () => {
    const slow = { ...well, roundTripMs: 900 }
    expect(reports([slow, slow, well, slow, slow]).weak).toBe(false)
  })
  it('is well again only after three good reports', () => {
    const weak: Weakness = { weak: true, against: 0 }
    expect(reports([well, well], weak).weak).toBe(true)
    expect(reports([well, well, well], weak).weak).toBe(false)
  })
  it('does not blame the picture of a point that is alone', () => {
    const alone = { ...well, framesPerSecond: 0, receiving: 0 }
    expect(reports([alone, alone, alone, alone]).weak).toBe(false)
  })
})
