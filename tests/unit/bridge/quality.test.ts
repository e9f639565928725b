import { describe, expect, it } from 'vitest'
import { type LinkSample, summarise } from '../../../client/bridge/quality.ts'

const link: LinkSample = {
  width: 1280,
  height: 720,
  framesPerSecond: 25,
  lossPercent: 0,
  roundTripMs: 30,
  receiving: true,
}

describe('what a point reports of its line', () => {
  it('is not called lossy because one of the others is', () => {
    const { lossPercent, roundTripMs, receiving } = summarise([
      link,
      link,
      { ...link, lossPercent: 20, roundTripMs: 800 },
    ])
    expect({ lossPercent, roundTripMs, receiving }).toEqual({ lossPercent: 0, roundTripMs: 30, receiving: 3 })
  })
  it('shows the largest picture that goes out', () => {
    expect(summarise([{ ...link, width: 320, height: 180 }, link]).height).toBe(720)
  })
  it('is all zero without links', () => {
    expect(summarise([])).toEqual({
      width: 0,
      height: 0,
      framesPerSecond: 0,
      lossPercent: 0,
      roundTripMs: 0,
      receiving: 0,
    })
  })
})
