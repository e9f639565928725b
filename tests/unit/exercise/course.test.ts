import { describe, expect, test } from 'vitest'
import { rowsAt } from '../../../server/exercise/driver/drive.ts'
import {
  type ClockSet,
  curveValue,
  dueBy,
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
    const begun = new Set(['phu-tai'])
    expect(rowsAt(s, connection, 1, 0, new Set())).toEqual([])
    expect(rowsAt(s, connection, 1, 0, begun).map((r) => r.value)).toEqual([43_217])
    const silence = { id: 'mat', at: 3, kind: 'silence' as const, connection: connection.id, until: 5 }
    const lost = { ...s, injects: [...s.injects, silence] }
    expect([2, 3, 4.9, 5].map((m) => isSilent(lost.injects, connection.id, m))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(rowsAt(lost, connection, 4, 0, begun)).toEqual([])
  })
})

test('what is due comes in its order, once', () => {
  const s = scenario()
  expect(dueBy(s, 0, new Set(['bao'])).map((i) => i.id)).toEqual(['phu-tai', 'bao-cao'])
  expect(dueBy(s, 55, new Set(['bao', 'phu-tai', 'bao-cao'])).map((i) => i.id)).toEqual(['sau-nay'])
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
