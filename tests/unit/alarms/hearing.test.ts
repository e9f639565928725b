import { expect, it } from 'vitest'
import { hears } from '../../../server/alarms/hearing.ts'
import { type AlarmLife, type AlarmStep, lifeOf } from '../../../shared/alarm.ts'

const rung = (channel: 'screen' | 'sound', afterSeconds = 0) => ({
  ...{ afterSeconds, channel, position: 'P', webhook: null },
})
const climb = (...rungs: ReturnType<typeof rung>[]) => ({
  of: { name: { vi: 'Thử', en: 'Trial' }, rungs },
  first: 0,
})
const step = (kind: AlarmStep['kind'], detail: AlarmStep['detail'] = {}): AlarmStep => ({
  ...{ kind, at: 1, by: null, note: null, detail },
})
const climbed = (rungNo: number, channel: string, accounts: number[]) =>
  step('escalated', { round: 1, rung: rungNo, channel, position: 'P', accounts })
const duty = { account: 1, answers: true }
const leader = { account: 2, answers: false }
/** With both at their desks. */
const heard = (
  life: AlarmLife,
  ladder: Parameters<typeof hears>[1],
  who: typeof duty,
  here: number[] = [1, 2],
) => hears(life, ladder, who, new Set(here))

it('without a rung of sound every desk that answers hears it, and nobody else', () => {
  const life = lifeOf([step('raised'), climbed(0, 'screen', [2])])
  for (const ladder of [undefined, climb(rung('screen'))])
    expect([heard(life, ladder, duty), heard(life, ladder, leader)]).toEqual([true, false])
  expect(life.called).toEqual([{ account: 2, sound: false }])
})

it('with one it is heard by whom it called, from its time on', () => {
  const ladder = climb(rung('screen'), rung('sound', 60))
  const before = lifeOf([step('raised'), climbed(0, 'screen', [2])])
  const after = lifeOf([step('raised'), climbed(0, 'screen', [2]), climbed(1, 'sound', [2])])
  expect([duty, leader].map((who) => heard(before, ladder, who))).toEqual([false, false])
  expect([duty, leader].map((who) => heard(after, ladder, who))).toEqual([false, true])
})

it('a ladder climbed to its end without anybody is heard by every desk that answers', () => {
  const life = lifeOf([step('raised'), step('vacant', { round: 1, rung: 0, position: 'P' })])
  expect(heard(life, climb(rung('sound')), duty)).toBe(true)
  expect(heard(life, climb(rung('sound'), rung('sound', 60)), duty)).toBe(false)
})

it('whom it called and who has gone is not waited for: every desk that answers hears it until he is back', () => {
  const life = lifeOf([step('raised'), climbed(0, 'sound', [2])])
  const ladder = climb(rung('sound'))
  expect([duty, leader].map((who) => heard(life, ladder, who, [1]))).toEqual([true, false])
  expect([duty, leader].map((who) => heard(life, ladder, who, [1, 2]))).toEqual([false, true])
})

it('a cause that goes before the rung of sound leaves an alarm that is heard all the same', () => {
  const gone = lifeOf([step('raised'), step('cleared')])
  expect([duty, leader].map((who) => heard(gone, climb(rung('sound', 60)), who))).toEqual([true, false])
})

it('a new climb forgets whom the one before had called', () => {
  const taken = { ...step('acknowledged'), by: { account: 1, name: 'Minh' } }
  const life = lifeOf([step('raised'), climbed(0, 'sound', [2]), taken, step('returned')])
  expect(life.called).toEqual([])
})
