import { describe, expect, it } from 'vitest'
import { gridColumns, stageOf } from '../../../../../client/pages/session/layout.ts'
import type { BridgePointView, BridgeView } from '../../../../../shared/live.ts'
import { type LayoutKind, QUIET_ROOM } from '../../../../../shared/room.ts'

const point = (id: string, state: BridgePointView['state'] = 'joined'): BridgePointView => ({
  ...{ id, unit: id, unitFrom: '2025-07-01', name: { vi: id, en: id }, state, since: 0, invitedAt: 0 },
  role: id === 'c' ? 'chair' : 'point',
  ...{ joinedAt: 0, leftAt: null, muted: true, hand: null, microphone: true, camera: true },
  ...{ drawn: false, waiting: false, quality: null, frame: null },
})
const session = (kind: LayoutKind, tour: string | null = null): BridgeView => ({
  ...{ id: 's', title: '', driver: 'peer', held: false, recording: null, openedAt: 0, endedAt: null },
  ...{ chair: 'c', lobby: false, item: null, spotlight: null, floor: null, wall: [] },
  room: {
    ...QUIET_ROOM,
    layout: { kind, seconds: 15 },
    tour: tour ? { point: tour, until: 1 } : null,
  },
  points: [point('c'), point('a'), point('b', 'lost'), point('d', 'invited'), point('e', 'left')],
})

describe('what stands where on a page', () => {
  it('is the chosen point with its others small below, in the usual layout', () =>
    expect(stageOf(session('data'), 'a', true)).toEqual({
      main: 'a',
      grid: [],
      corner: null,
      strip: ['c', 'b'],
    }))
  it('is that point alone', () =>
    expect(stageOf(session('one'), 'a', true)).toEqual({ main: 'a', grid: [], corner: null, strip: [] }))
  it('has the chair in a corner', () => expect(stageOf(session('pip'), 'a', true).corner).toBe('c'))
  it('is everybody who is there or lost, not those who never came or left', () =>
    expect(stageOf(session('grid'), 'a', true)).toMatchObject({
      main: null,
      grid: ['c', 'a', 'b'],
      strip: [],
    }))
  it('is whoever the server says, in a tour, whatever this page chose', () =>
    expect(stageOf(session('tour', 'b'), 'a', true)).toMatchObject({ main: 'b', strip: ['c', 'a'] }))
  it('gives the large place to a shared screen and keeps every face below', () =>
    expect(stageOf(session('grid'), 'a', true, true)).toMatchObject({ grid: [], strip: ['c', 'a', 'b'] }))
  it('shows no pictures on a page that is not in', () =>
    expect(stageOf(session('grid'), 'a', false)).toEqual({ main: 'a', grid: [], corner: null, strip: [] }))
})

it('a grid is as square as can be, up to 63 in eight columns', () =>
  expect([1, 2, 4, 5, 9, 10, 63].map(gridColumns)).toEqual([1, 2, 2, 3, 3, 4, 8]))
