import { describe, expect, it } from 'vitest'
import { rollOf } from '../../../server/bridge/bookings/roll.ts'
import type { Point, Session } from '../../../server/bridge/session.ts'

const MINUTE = 60_000
const point = {
  id: 'qn',
  unitId: 22,
  unit: '22',
  name: { vi: 'Quảng Ninh', en: 'Quang Ninh' },
  role: 'point',
} as Point
const session = (endedAt: number | null): Session =>
  ({ id: 's', title: 'Họp', openedAt: 0, endedAt, points: new Map([['qn', point]]) }) as Session
const at = (minutes: number, kind: string) => ({
  at: minutes * MINUTE,
  kind,
  actor: 'x',
  point: 'qn',
  detail: {},
})
const row = (events: ReturnType<typeof at>[], endedAt: number | null = 60 * MINUTE, now = 60 * MINUTE) =>
  rollOf(session(endedAt), events, null, now).rows[0]

describe('the roll of a session', () => {
  it('an invited point that never came is absent', () => {
    expect(row([])).toMatchObject({ presence: 'absent', joinedAt: null, awayMs: 0 })
  })
  it('who comes within a minute is present, later is late by so much', () => {
    expect(row([at(1, 'joined')])?.presence).toBe('present')
    expect(row([at(7, 'joined')])).toMatchObject({ presence: 'late', lateMs: 7 * MINUTE })
  })
  it('counts how often and how long a point was lost', () => {
    const events = [at(0, 'joined'), at(10, 'lost'), at(12, 'returned'), at(20, 'lost'), at(25, 'returned')]
    expect(row(events)).toMatchObject({ interruptions: 2, awayMs: 7 * MINUTE, leftAt: null })
  })
  it('one lost at the end was away until the end; one that left was not', () => {
    expect(row([at(0, 'joined'), at(50, 'lost')])).toMatchObject({ awayMs: 10 * MINUTE })
    expect(row([at(0, 'joined'), at(50, 'left')])).toMatchObject({ awayMs: 0, leftAt: 50 * MINUTE })
  })
  it('adds up the time of speaking, one that still speaks included', () => {
    const events = [at(0, 'joined'), at(5, 'floor-given'), at(8, 'floor-ended'), at(30, 'floor-given')]
    expect(row(events, null, 31 * MINUTE)?.spokeMs).toBe(4 * MINUTE)
  })
})
