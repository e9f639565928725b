import { describe, expect, it } from 'vitest'
import { isBeat, isHello, isSignal, SDP_LIMIT } from '../../../server/bridge/peer/signal.ts'

const round = { incarnation: 1, to: 2, round: 0 }
const offer = { ...round, kind: 'description', type: 'offer', sdp: 'v=0' }

describe('what a browser may send', () => {
  it('takes descriptions, candidates and a request to build anew', () => {
    expect(isSignal(offer)).toBe(true)
    expect(
      isSignal({
        ...round,
        kind: 'candidate',
        candidate: 'candidate:1 1 udp',
        sdpMid: '0',
        sdpMLineIndex: 0,
      }),
    ).toBe(true)
    expect(isSignal({ ...round, kind: 'rebuild' })).toBe(true)
  })
  it.each([
    ['a description over 64 kB', { ...offer, sdp: 'x'.repeat(SDP_LIMIT + 1) }],
    ['an unknown kind', { ...round, kind: 'shout' }],
    ['a field too many', { ...offer, extra: 1 }],
    ['no incarnation', { kind: 'rebuild', round: 0 }],
    ['text', 'offer'],
    ['nothing', null],
  ])('refuses %s', (_name, data) => {
    expect(isSignal(data)).toBe(false)
  })
  it('refuses qualities that no line has', () => {
    const quality = { width: 1, height: 1, framesPerSecond: 1, lossPercent: 0, roundTripMs: 1, receiving: 0 }
    expect(isBeat({ quality })).toBe(true)
    expect(isBeat({ quality: { ...quality, lossPercent: 140 } })).toBe(false)
    expect(isBeat({ quality: { ...quality, roundTripMs: Number.NaN } })).toBe(false)
  })
  it('refuses a device secret that is too short to be one', () => {
    const device = 'a'.repeat(43)
    expect(isHello({ device, camera: true, microphone: false })).toBe(true)
    expect(isHello({ device: 'short', camera: true, microphone: false })).toBe(false)
  })
})
