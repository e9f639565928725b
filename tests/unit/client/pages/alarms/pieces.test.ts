import { expect, test } from 'vitest'
import { linesOf } from '../../../../../client/pages/alarms/order.ts'
import { counted, NOTHING } from '../../../../../client/pages/alarms/pieces.ts'
import { alarm } from '../../../../fixtures/alarms/view.ts'

test('what the pieces of one word did is counted together, the refused by their code', () => {
  const first = counted(NOTHING, { done: 498, refused: ['ALARM_TAKEN', 'ALARM_OVER'] })
  const { done, refused } = counted(first, { done: 3, refused: ['ALARM_TAKEN'] })
  expect([done, [...refused]]).toEqual([
    501,
    [
      ['ALARM_TAKEN', 2],
      ['ALARM_OVER', 1],
    ],
  ])
  expect(NOTHING).toEqual({ done: 0, refused: new Map() })
})

test('a line of many holds all of them, the newest cause first', () => {
  const many = Array.from({ length: 20 }, (_, i) => alarm(i + 1))
  const [line] = linesOf([...many, alarm(99, { state: 'acknowledged' })], new Set())
  const group = line?.kind === 'group' ? line.group : null
  expect([group?.waiting, group?.alarms.length, group?.alarms[0]?.id]).toEqual([20, 20, 20])
})
