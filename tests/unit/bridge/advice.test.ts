import { describe, expect, it } from 'vitest'
import type { BridgePointView, PointQuality } from '../../../shared/live.ts'
import { barsOf, STEPS, TROUBLES, troubleOf } from '../../../shared/pointAdvice.ts'

const well: PointQuality = {
  width: 1280,
  height: 720,
  framesPerSecond: 25,
  lossPercent: 0,
  roundTripMs: 40,
  receiving: 1,
}
const point = (more: Partial<BridgePointView> = {}): BridgePointView => ({
  id: 'p',
  frame: null,
  unit: '22',
  unitFrom: '2025-07-01',
  name: { vi: 'Tỉnh Quảng Ninh', en: 'Quang Ninh' },
  role: 'point',
  state: 'joined',
  since: 0,
  invitedAt: 0,
  joinedAt: 0,
  leftAt: null,
  muted: false,
  hand: null,
  microphone: true,
  camera: true,
  drawn: false,
  waiting: false,
  quality: well,
  ...more,
})
const weak = (more: Partial<PointQuality>) => point({ state: 'weak', quality: { ...well, ...more } })

describe('what is wrong with a point', () => {
  it.each([
    [point({ state: 'lost', quality: null }), 'lost'],
    [point({ camera: false }), 'noPicture'],
    [point({ quality: { ...well, height: 0 } }), 'noPicture'],
    [weak({ lossPercent: 9 }), 'loss'],
    [weak({ roundTripMs: 900 }), 'delay'],
    [weak({ framesPerSecond: 2 }), 'frames'],
    [weak({ framesPerSecond: 2, limited: 'cpu' }), 'machine'],
    [point(), null],
    [point({ state: 'invited', quality: null }), null],
  ] as const)('%# is said as one trouble', (p, trouble) => expect(troubleOf(p, false)).toBe(trouble))
  it('is no sound only for whoever has the floor', () => {
    expect(troubleOf(point({ microphone: false }), true)).toBe('noSound')
    expect(troubleOf(point({ microphone: false }), false)).toBeNull()
  })
  it('has its steps, each of which rings the second channel', () => {
    for (const trouble of TROUBLES) expect(STEPS[trouble]).toContain('ring')
  })
  it('shows as bars: none for a lost one, all for a good one, nothing for one that is not there', () => {
    expect(barsOf(point({ state: 'lost', quality: null }))).toBe(0)
    expect(barsOf(weak({ lossPercent: 9 }))).toBe(1)
    expect(barsOf(weak({ lossPercent: 4 }))).toBe(2)
    expect(barsOf(point({ quality: { ...well, roundTripMs: 250 } }))).toBe(3)
    expect(barsOf(point())).toBe(4)
    expect(barsOf(point({ state: 'testing', quality: null }))).toBeNull()
  })
})
