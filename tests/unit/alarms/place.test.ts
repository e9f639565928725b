import { describe, expect, it } from 'vitest'
import {
  type Bound,
  boundFor,
  changeOf,
  judgeBound,
  judgeChange,
  judgeFreshness,
} from '../../../server/alarms/evaluate/judge.ts'
import { advance, CHATTER_MS, QUIET } from '../../../server/alarms/evaluate/place.ts'
import { firingsOf } from '../../../server/alarms/evaluate/replay.ts'
import { Window } from '../../../server/alarms/evaluate/window.ts'

const above = (deadband: number): Bound => ({ comparator: '>', value: 100, deadband })
const at = { holdMs: 0, clearMs: 0 }

describe('a bound', () => {
  it('is over only when the value has come back across the dead band', () => {
    expect([101, 100, 96, 95].map((v) => judgeBound(v, above(5)))).toEqual([
      'on',
      'between',
      'between',
      'off',
    ])
    expect([99, 100].map((v) => judgeBound(v, { comparator: '<', value: 100, deadband: 0 }))).toEqual([
      'on',
      'off',
    ])
    expect(judgeBound(Number.NaN, above(5))).toBe('unknown')
  })
  it('of a band looks at both its ends', () => {
    const outside: Bound = { comparator: 'outside', value: 10, high: 20, deadband: 2 }
    expect([9, 11, 12, 18, 19, 21].map((v) => judgeBound(v, outside))).toEqual([
      ...['on', 'between', 'off', 'off', 'between', 'on'],
    ])
    const inside: Bound = { comparator: 'inside', value: 10, high: 20, deadband: 2 }
    expect([7, 9, 15, 21, 23].map((v) => judgeBound(v, inside))).toEqual([
      ...['off', 'between', 'on', 'between', 'off'],
    ])
  })
  it('is a unit’s own where the rule says so', () => {
    const rule = {
      ...{
        kind: 'value' as const,
        indicator: 'X',
        units: null,
        comparator: '>' as const,
        value: 5,
        deadband: 1,
      },
      perUnit: [{ unit: '22', value: 9 }],
    }
    expect([boundFor(rule, '22').value, boundFor(rule, '01').value]).toEqual([9, 5])
  })
})

describe('a change', () => {
  const rule = {
    ...{ kind: 'change' as const, indicator: 'X', units: null, direction: 'rise' as const },
    ...{ amount: 10, percent: true, windowSeconds: 60, deadband: 0 },
  }
  it('is told in the rule’s own terms', () => {
    expect(changeOf(rule, 112, 100)).toBeCloseTo(12)
    expect(changeOf({ ...rule, direction: 'fall' }, 112, 100)).toBeCloseTo(-12)
    expect(changeOf(rule, 5, 0)).toBeNull()
    expect(judgeChange(rule, 112, 100)).toBe('on')
    expect(judgeChange(rule, 105, 100)).toBe('off')
    expect(judgeChange(rule, 105, null)).toBe('unknown')
  })
  it('is against what stood a window ago, and falls out of it with time', () => {
    const w = new Window(60_000)
    w.put(0, 1)
    w.put(30_000, 2)
    w.put(61_000, 9)
    expect(w.before(61_000)).toBe(1)
    expect(w.before(95_000)).toBe(2)
    expect(w.before(200_000)).toBe(9)
  })
  it('keeps a bounded number of values however often they come', () => {
    const w = new Window(10_000)
    for (let t = 0; t < 100_000; t++) w.put(t / 10, t)
    expect(w.before(10_000)).toBe(0)
  })
})

it('an age that nobody knows raises nothing', () => {
  expect(judgeFreshness('late', 'never')).toBe('unknown')
  expect(judgeFreshness('late', 'stale')).toBe('on')
  expect(judgeFreshness('stale', 'late')).toBe('off')
})

describe('a place', () => {
  it('is raised only when it has held, and over only when it has not held as long as is asked', () => {
    const timing = { holdMs: 10, clearMs: 20 }
    let p = advance(QUIET, 'on', 0, timing)
    expect([p.place.phase, p.turns, p.wakeAt]).toEqual(['pending', [], 10])
    p = advance(p.place, 'off', 5, timing)
    expect(p.place.phase).toBe('quiet')
    p = advance(p.place, 'on', 6, timing)
    p = advance(p.place, 'unknown', 16, timing)
    expect(p.turns).toEqual(['raise'])
    p = advance(p.place, 'off', 20, timing)
    expect([p.place.phase, p.turns, p.wakeAt]).toEqual(['clearing', [], 40])
    p = advance(p.place, 'between', 30, timing)
    expect(p.place.phase).toBe('active')
    p = advance(p.place, 'off', 31, timing)
    expect(advance(p.place, 'off', 51, timing).turns).toEqual(['clear'])
  })

  it('that turns a thousand times a second is raised a few times, then stands as chattering and counts', () => {
    let place = QUIET
    const turns: string[] = []
    for (let i = 0; i < 2_000; i++) {
      const next = advance(place, i % 2 ? 'off' : 'on', i, at)
      place = next.place
      turns.push(...next.turns)
    }
    expect(turns).toEqual(['raise', 'clear', 'raise', 'clear', 'raise', 'chatter'])
    expect(place.chatter).toBeGreaterThan(1_900)
    const calm = advance(place, 'off', 2_000 + CHATTER_MS, at)
    expect(calm.turns).toEqual(['calm', 'clear'])
  })
})

describe('back over the past', () => {
  const look = (t: number, value: number) => ({ at: t, verdict: judgeBound(value, above(5)), figure: value })
  it('fires as often and as long as it would have live', () => {
    const looks = [look(0, 90), look(10, 120), look(20, 130), look(30, 97), look(40, 80), look(50, 110)]
    expect(firingsOf(looks, at, 60)).toEqual([
      { from: 10, to: 40, worst: 130 },
      { from: 50, to: null, worst: 110 },
    ])
  })
  it('holds between values: a bound passed for less than was asked does not fire', () => {
    const timing = { holdMs: 15, clearMs: 0 }
    expect(firingsOf([look(0, 120), look(10, 90)], timing, 60)).toEqual([])
    expect(firingsOf([look(0, 120), look(40, 90)], timing, 60)).toEqual([{ from: 15, to: 40, worst: 120 }])
  })
})
