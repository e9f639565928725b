import { describe, expect, it } from 'vitest'
import {
  planFault,
  planOn,
  rosterNotes,
  shiftAfter,
  shiftAt,
  shiftHandedTo,
  shiftNamed,
  shiftsOf,
  shiftToStand,
  watchNotes,
} from '../../../shared/shift.ts'

const PLAN = [{ fromDay: '2000-01-01', starts: [360, 840, 1320] }]
const at = (text: string) => Date.parse(`${text}+07:00`)

describe('the shifts of a day', () => {
  it('begin at 6, 14 and 22 in Viet Nam; the third ends the day after', () => {
    const named = [...'123'].map((no) => shiftNamed(PLAN, { day: '2026-11-23', no: Number(no) }))
    expect(named.map((s) => [s?.from, s?.to])).toEqual([
      [at('2026-11-23T06:00'), at('2026-11-23T14:00')],
      [at('2026-11-23T14:00'), at('2026-11-23T22:00')],
      [at('2026-11-23T22:00'), at('2026-11-24T06:00')],
    ])
    expect(shiftNamed(PLAN, { day: '2026-11-23', no: 4 })).toBeNull()
  })
  it.each([
    ['2026-11-23T06:00', '2026-11-23', 1],
    ['2026-11-23T13:59:59.999', '2026-11-23', 1],
    ['2026-11-23T14:00', '2026-11-23', 2],
    ['2026-11-23T23:59:59', '2026-11-23', 3],
    ['2026-11-24T00:00', '2026-11-23', 3],
    ['2026-11-24T05:59:59', '2026-11-23', 3],
    ['2027-01-01T03:00', '2026-12-31', 3],
  ])('at %s it is the shift %s/%i', (time, day, no) => {
    expect(shiftAt(PLAN, at(time))).toMatchObject({ day, no })
  })
  it('follow each other without a gap, over midnight and over a change of plan', () => {
    const plans = [...PLAN, { fromDay: '2026-12-01', starts: [420, 1140] }]
    let shift = shiftAt(plans, at('2026-11-29T06:00'))
    const seen: string[] = []
    for (let i = 0; i < 9; i++) {
      const next = shiftAfter(plans, shift)
      expect(next.from).toBe(shift.to)
      seen.push(`${shift.day}/${shift.no}`)
      shift = next
    }
    expect(seen.slice(-4)).toEqual(['2026-11-30/3', '2026-12-01/1', '2026-12-01/2', '2026-12-02/1'])
    expect(shiftNamed(plans, { day: '2026-11-30', no: 3 })?.to).toBe(at('2026-12-01T07:00'))
    expect(planOn(plans, 0).starts).toEqual([360, 840, 1320])
  })
  it('who comes within three quarters of an hour before a shift stands for it', () => {
    expect(shiftToStand(PLAN, at('2026-11-23T13:14'))).toMatchObject({ no: 1 })
    expect(shiftToStand(PLAN, at('2026-11-23T13:15'))).toMatchObject({ no: 2 })
    expect(shiftToStand(PLAN, at('2026-11-24T05:30'))).toMatchObject({ day: '2026-11-24', no: 1 })
  })
  it('who hands over in the middle of a shift hands over that shift, near its end or after it the one that comes', () => {
    const own = { day: '2026-11-23', no: 1 }
    expect(shiftHandedTo(PLAN, own, at('2026-11-23T10:00'))).toMatchObject(own)
    expect(shiftHandedTo(PLAN, own, at('2026-11-23T12:00'))).toMatchObject({ no: 2 })
    expect(shiftHandedTo(PLAN, own, at('2026-11-23T15:00'))).toMatchObject({ no: 2 })
    expect(shiftHandedTo(PLAN, own, at('2026-11-23T21:30'))).toMatchObject({ no: 3 })
    expect(shiftHandedTo(PLAN, { day: '2026-11-23', no: 2 }, at('2026-11-23T13:30'))).toMatchObject({ no: 2 })
  })
  it('a plan names its fault', () => {
    expect([[], [0, 1440], [600, 600], [600, 540], [0, 480, 960]].map(planFault)).toEqual([
      'EMPTY',
      'RANGE',
      'ORDER',
      'ORDER',
      null,
    ])
  })
})

const POSITIONS = [
  { id: 'chief', needed: true },
  { id: 'bridge', needed: true },
  { id: 'guest', needed: false },
]
describe('what is said of a watch', () => {
  it('a shift without somebody planned for what it needs, and one person planned twice', () => {
    const shifts = shiftsOf(PLAN, 20_780).slice(0, 2)
    const day = shifts[0]?.day ?? ''
    const planned = [
      { day, no: 1, position: 'chief', account: 1 },
      { day, no: 1, position: 'bridge', account: 1 },
      { day, no: 2, position: 'chief', account: 1 },
    ]
    expect(rosterNotes(shifts, POSITIONS, planned)).toEqual([
      { kind: 'double', day, no: 1, account: 1, positions: ['chief', 'bridge'] },
      { kind: 'gap', day, no: 2, position: 'bridge' },
    ])
  })
  it('nobody there, one person at two, somebody who is away, somebody whose shift is over', () => {
    const here = { presence: 'here' as const, presenceSince: 5, over: null }
    const away = { presence: 'away' as const, presenceSince: 7, over: 9 }
    const holders = [
      { position: 'chief', account: 1, ...here },
      { position: 'guest', account: 1, ...away },
    ]
    expect(watchNotes(POSITIONS, holders)).toEqual([
      { kind: 'vacant', position: 'bridge' },
      { kind: 'double', account: 1, positions: ['chief', 'guest'] },
      { kind: 'absent', position: 'guest', account: 1, presence: 'away', since: 7 },
      { kind: 'overstaying', position: 'guest', account: 1, since: 9 },
    ])
  })
})
