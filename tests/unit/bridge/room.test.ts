import { describe, expect, it } from 'vitest'
import {
  isAbove,
  nextInTour,
  QUIET_ROOM,
  type RoomMessage,
  type RoomState,
  sameFrame,
  seesMessage,
  tourSeconds,
  wallCan,
  wallPoints,
  withoutPoint,
} from '../../../shared/room.ts'

const room = (patch: Partial<RoomState> = {}): RoomState => ({ ...QUIET_ROOM, ...patch })
const wall = (kind: RoomState['wall']['kind'], seconds = 15) => ({ wall: { kind, seconds } })
const on = (
  patch: Partial<RoomState>,
  driver: 'peer' | 'livekit' = 'livekit',
  spotlight: string | null = null,
) => wallPoints({ driver, chair: 'c', spotlight, room: room(patch), present: ['c', 'a', 'b'] })

describe('what the wall shows', () => {
  it('is nobody until somebody is put on it', () => expect(on({})).toEqual([]))
  it('is the one point, with its numbers or without', () => {
    expect(on(wall('data'), 'peer', 'a')).toEqual(['a'])
    expect(on(wall('one'), 'peer', 'a')).toEqual(['a'])
  })
  it('has the chair small beside it only where a wall can receive two', () => {
    expect(on(wall('pip'), 'livekit', 'a')).toEqual(['a', 'c'])
    expect(on(wall('pip'), 'peer', 'a')).toEqual(['a'])
  })
  it('is everybody, at most 63', () => {
    expect(on(wall('grid'))).toEqual(['c', 'a', 'b'])
    const present = Array.from({ length: 80 }, (_, i) => `p${i}`)
    const many = wallPoints({
      driver: 'livekit',
      chair: 'p0',
      spotlight: null,
      room: room(wall('grid')),
      present,
    })
    expect(many).toHaveLength(63)
  })
  it('follows the tour, and falls back when the one whose turn it was has gone', () => {
    expect(on({ ...wall('tour'), tour: { point: 'b', until: 1 } }, 'peer')).toEqual(['b'])
    expect(on({ ...wall('tour'), tour: { point: 'gone', until: 1 } }, 'peer')).toEqual(['a'])
  })
  it('shows a shared screen only while somebody shares', () => {
    expect(on(wall('share'))).toEqual([])
    expect(on({ ...wall('share'), share: { asks: [], point: 'a', since: 1 } })).toEqual(['a'])
  })
  it('says which of it goes between the browsers', () => {
    expect([wallCan('peer', 'grid'), wallCan('peer', 'pip'), wallCan('peer', 'tour')]).toEqual([
      false,
      false,
      true,
    ])
    expect(wallCan('livekit', 'grid')).toBe(true)
  })
})

describe('the tour', () => {
  it('goes round in the order of the roll, and begins anew when its point has gone', () => {
    expect([null, 'a', 'b', 'gone'].map((at) => nextInTour(['a', 'b'], at))).toEqual(['a', 'b', 'a', 'a'])
    expect(nextInTour([], 'a')).toBeNull()
  })
  it('stays as long as the quicker of room and wall asks', () => {
    const layout = { kind: 'tour', seconds: 40 } as const
    expect(tourSeconds(room({ layout }))).toBe(40)
    expect(tourSeconds(room({ layout, ...wall('tour', 20) }))).toBe(20)
    expect(tourSeconds(room({ layout, ...wall('grid', 5) }))).toBe(40)
  })
})

describe('whoever goes', () => {
  it('takes along what it shared, asked and showed, and leaves the rest alone', () => {
    const before = room({
      ...wall('share'),
      numbers: { point: 'a', since: 1 },
      share: { asks: [{ point: 'b', at: 1 }], point: 'a', since: 1 },
    })
    const after = withoutPoint(before, 'a')
    expect([after.wall.kind, after.numbers, after.share]).toEqual([
      'data',
      null,
      { asks: [{ point: 'b', at: 1 }], point: null, since: null },
    ])
    expect(withoutPoint(before, 'c')).toBe(before)
  })
})

it('two frames are the same only with the same view, epoch and sequence', () => {
  const frame = { view: 1, epoch: 2, seq: 3 }
  expect([
    sameFrame(frame, { ...frame }),
    sameFrame(frame, { ...frame, seq: 4 }),
    sameFrame(null, null),
  ]).toEqual([true, false, false])
})

it('a point sees what is meant for it, and whoever directs sees all', () => {
  const message = (to: RoomMessage['to'], from: string | null = null): RoomMessage => ({
    ...{ id: 1, at: 1, from, to, text: 'x' },
    name: { vi: '', en: '' },
  })
  const sees = (m: RoomMessage) => [null, 'a', 'b'].map((who) => seesMessage(m, who))
  expect(sees(message({ kind: 'all' }))).toEqual([true, true, true])
  expect(sees(message({ kind: 'operators' }, 'a'))).toEqual([true, true, false])
  expect(sees(message({ kind: 'point', point: 'b' }))).toEqual([true, false, true])
})

it('a classification is above another in their order', () => {
  expect([
    isAbove('secret', 'restricted'),
    isAbove('internal', 'internal'),
    isAbove('public', 'secret'),
  ]).toEqual([true, false, false])
})
