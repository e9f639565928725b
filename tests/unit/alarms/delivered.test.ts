import { expect, test } from 'vitest'
import { hears } from '../../../server/alarms/hearing.ts'
import { BUILT_IN_LADDERS } from '../../../server/alarms/ladder/built-in.ts'
import { BUILT_IN } from '../../../server/alarms/rules/built-in.ts'
import { type AlarmStep, isOver, lifeOf, NEW_LIFE, wantsAnswer } from '../../../shared/alarm.ts'

const ladderOf = (code: string) => BUILT_IN_LADDERS.find((l) => l.code === code)?.ladder

test('a delivered rule climbs a ladder that is delivered too, and is heard from its first second', () => {
  const climbing = BUILT_IN.filter(({ rule }) => rule.ladder !== null)
  expect(climbing.map(({ code }) => code)).toEqual(['KN-MAT', 'XAM-NHAP', 'CAP'])
  for (const { rule } of climbing) {
    const of = ladderOf(rule.ladder ?? '')
    if (!of) throw new Error(`${rule.ladder} is not delivered`)
    expect(hears(NEW_LIFE, { of, first: 0 }, { account: 1, answers: true }, new Set())).toBe(true)
    // The room has its five minutes before anybody is called by name.
    expect(Math.min(...of.rungs.map((r) => r.afterSeconds))).toBe(300)
  }
})

test('what a delivered rule raised wants a person and is heard until one has answered, gone or not', () => {
  const step = (kind: AlarmStep['kind']): AlarmStep => ({
    ...{ kind, at: 1, by: null, note: null },
    detail: {},
  })
  const gone = lifeOf([step('raised'), step('cleared')])
  const answered = lifeOf([step('raised'), step('cleared'), step('acknowledged')])
  const desk = { account: 1, answers: true }
  for (const { code, rule } of BUILT_IN) {
    const of = rule.ladder === null ? undefined : ladderOf(rule.ladder)
    const ladder = of && { of, first: 0 }
    expect([code, isOver(gone, rule.needsPerson), wantsAnswer(gone)]).toEqual([code, false, true])
    expect([code, hears(gone, ladder, desk, new Set([1]))]).toEqual([code, true])
    expect([code, isOver(answered, rule.needsPerson), wantsAnswer(answered)]).toEqual([code, true, false])
  }
})
