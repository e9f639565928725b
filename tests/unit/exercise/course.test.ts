import { describe, expect, test } from 'vitest'
import { rowsAt } from '../../../server/exercise/driver/drive.ts'
import { cameOf, type Step } from '../../../server/exercise/world/store.ts'
import {
  type Came,
  type ClockSet,
  curveValue,
  dueBy,
  earlyBy,
  isSilent,
  judge,
  minuteAt,
} from '../../../shared/exercise/course.ts'
import { scenario } from '../../fixtures/exercise.ts'

const MINUTE = 60_000
const clock: ClockSet[] = [
  { at: 0, minute: 0, speed: 1, running: true },
  { at: 2 * MINUTE, minute: 2, speed: 1, running: false },
  { at: 5 * MINUTE, minute: 2, speed: 10, running: true },
]

describe("the scenario's clock", () => {
  test('stands while paused and runs at its speed', () => {
    expect([1, 2, 4, 5, 6].map((m) => minuteAt(clock, m * MINUTE))).toEqual([1, 2, 2, 2, 12])
    expect(minuteAt(clock, -1)).toBe(0)
  })
})

describe('a curve', () => {
  test('is straight between its points, nothing before them, and stays at the last', () => {
    const points = [
      [2, 10],
      [4, 30],
    ]
    expect([1, 2, 3, 4, 9].map((m) => curveValue(points, m))).toEqual([null, 10, 20, 30, 30])
  })
  test('is not sent while its connection is silent, nor before it has begun', () => {
    const s = scenario()
    const [connection] = s.connections
    if (!connection) throw new Error('no connection')
    const begun = new Map([['phu-tai', 0]])
    expect(rowsAt(s, connection, 1, 0, new Map())).toEqual([])
    expect(rowsAt(s, connection, 1, 0, begun).map((r) => r.value)).toEqual([43_217])
    const silence = { id: 'mat', at: 3, kind: 'silence' as const, connection: connection.id, until: 5 }
    const lost = { ...s, injects: [...s.injects, silence] }
    const came = new Map([...begun, ['mat', 0]])
    expect(isSilent(lost.injects, connection.id, 2, begun)).toBe(false)
    const silent = [3, 4.9, 5].map((m) => isSilent(lost.injects, connection.id, m, came))
    expect(silent).toEqual([true, true, false])
    expect(rowsAt(lost, connection, 4, 0, came)).toEqual([])
  })
})

describe('what is brought on before its minute', () => {
  const base = scenario()
  const [connection] = base.connections
  if (!connection) throw new Error('no connection')
  const silence = { id: 'mat', at: 8, kind: 'silence' as const, connection: connection.id, until: 12 }
  const curve = {
    ...{
      id: 'tang',
      at: 10,
      kind: 'curve' as const,
      connection: connection.id,
      indicator: 'KTN-02',
      unit: 'VN',
    },
    points: [
      [10, 50_000],
      [20, 60_000],
    ],
  }
  const s = { ...base, injects: [silence, curve, ...base.injects] }
  const values = (minute: number, came: Came) => rowsAt(s, connection, minute, 0, came).map((r) => r.value)

  test('runs its whole course from then on, and not again in its own minute', () => {
    const came = new Map([
      ['phu-tai', 0],
      ['mat', earlyBy(silence, 3)],
    ])
    const silent = [3, 6.9, 7, 8, 11].map((m) => isSilent(s.injects, connection.id, m, came))
    expect(silent).toEqual([true, true, false, false, false])
    const curved = new Map([
      ['phu-tai', 0],
      ['tang', earlyBy(curve, 3)],
    ])
    expect([3, 8, 13, 15].map((m) => values(m, curved))).toEqual([[50_000], [55_000], [60_000], [60_000]])
  })
  test('is kept with what came in its time, so that it goes on so after a cut', () => {
    const step = (inject: string, minute: number): Step => ({
      ...{ at: 0, kind: 'inject', inject, actor: null, detail: { minute } },
    })
    // What comes in its time is looked at a moment later: that moves nothing.
    expect(cameOf(s, [step('phu-tai', 0.01), step('tang', 3)])).toEqual({ 'phu-tai': 0, tang: 7 })
  })
  test('a curve of the same series that begins later holds from then on', () => {
    const later = { ...curve, id: 'sau', at: 5, points: [[5, 1]] }
    const both = { ...s, injects: [later, ...s.injects] }
    const came = new Map([
      ['tang', 7],
      ['sau', 0],
    ])
    expect(rowsAt(both, connection, 6, 0, came).map((r) => r.value)).toEqual([1])
  })
})

test('what is due comes in its order, once', () => {
  const s = scenario()
  expect(dueBy(s, 0, new Map([['bao', 0]])).map((i) => i.id)).toEqual(['phu-tai', 'bao-cao'])
  const came = new Map(['bao', 'phu-tai', 'bao-cao'].map((id) => [id, 0]))
  expect(dueBy(s, 55, came).map((i) => i.id)).toEqual(['sau-nay'])
})

describe('what was expected', () => {
  const [expected] = scenario().expected
  if (!expected) throw new Error('nothing expected')
  const act = (minute: number, action = 'exercise.message-acknowledged', subject = 'inject:bao-cao') => ({
    ...{ at: minute * MINUTE, actor: 'account:truc', action, subject },
  })
  const straight: ClockSet[] = [{ at: 0, minute: 0, speed: 1, running: true }]
  const state = (acts: ReturnType<typeof act>[], minute: number, ended = false) =>
    judge(expected, 0, acts, straight, { minute, ended }).state

  test('is met in time, late, open, or missed', () => {
    expect(state([act(29)], 40)).toBe('met')
    expect(state([act(31)], 40)).toBe('late')
    expect(state([], 20)).toBe('open')
    expect(state([], 31)).toBe('missed')
    expect(state([], 20, true)).toBe('missed')
  })
  test('is not met by another act, nor by one about something else, nor by one before the inject', () => {
    expect(state([act(1, 'directive.drafted')], 2)).toBe('open')
    expect(state([act(1, 'exercise.message-acknowledged', 'inject:khac')], 2)).toBe('open')
    expect(state([act(-1)], 2)).toBe('open')
  })
  test('waits for an inject that has not come', () => {
    const judged = judge(expected, null, [act(1)], straight, { minute: 3, ended: false })
    expect(judged.state).toBe('waiting')
  })
})
