import { expect, test } from 'vitest'
import { hears } from '../../../server/alarms/hearing.ts'
import { BUILT_IN_LADDERS } from '../../../server/alarms/ladder/built-in.ts'
import { BUILT_IN } from '../../../server/alarms/rules/built-in.ts'
import { NEW_LIFE } from '../../../shared/alarm.ts'

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
