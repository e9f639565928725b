import { describe, expect, it } from 'vitest'
import { climbNow, nextRungAt } from '../../../server/alarms/ladder/plan.ts'
import { type AlarmStep, alarmState, isOver, lifeOf, wantsAnswer } from '../../../shared/alarm.ts'

const step = (kind: AlarmStep['kind'], at: number, more: Partial<AlarmStep> = {}): AlarmStep => ({
  ...{ kind, at, by: null, note: null, detail: {} },
  ...more,
})
const minh = { account: 7, name: 'Minh' }

describe('an alarm’s life', () => {
  it('is what its steps lead to', () => {
    const raised = lifeOf([step('raised', 1)])
    expect([alarmState(raised), wantsAnswer(raised), isOver(raised, true)]).toEqual([
      'unacknowledged',
      true,
      false,
    ])
    const cleared = lifeOf([step('raised', 1), step('cleared', 2)])
    expect([alarmState(cleared), isOver(cleared, true), isOver(cleared, false)]).toEqual([
      'returned',
      false,
      true,
    ])
    const taken = lifeOf([step('raised', 1), step('acknowledged', 2, { by: minh, note: 'đã gọi' })])
    expect(taken.acknowledged).toMatchObject({ by: 'Minh', at: 2, note: 'đã gọi', until: null })
    expect(taken.owner).toEqual(minh)
    expect(isOver(lifeOf([step('raised', 1), step('acknowledged', 2), step('cleared', 3)]), true)).toBe(true)
  })

  it('a timer that runs out wants an answer again, and its ladder begins anew', () => {
    const back = lifeOf([
      step('raised', 1),
      step('escalated', 2, {
        detail: { round: 1, rung: 0, channel: 'email', position: 'TRUC', to: ['Minh'] },
      }),
      step('acknowledged', 3, { by: minh }),
      step('returned', 9),
    ])
    expect([wantsAnswer(back), back.climb]).toEqual([true, { round: 2, since: 9, done: [] }])
    expect(back.owner).toEqual(minh)
  })

  it('raised again it asks anew: what was answered is what came before', () => {
    const again = lifeOf([
      ...[step('raised', 1), step('acknowledged', 2, { by: minh }), step('cleared', 3), step('again', 4)],
    ])
    expect(again).toMatchObject({ acknowledged: null, times: 2, raisedAt: 4, owner: minh })
    expect([wantsAnswer(again), again.climb]).toEqual([true, { round: 2, since: 4, done: [] }])
  })

  it('put aside it wants no answer until its time is over', () => {
    const shelved = [step('raised', 1), step('shelved', 2, { by: minh, note: 'thử', detail: { until: 99 } })]
    expect([alarmState(lifeOf(shelved)), wantsAnswer(lifeOf(shelved))]).toEqual(['shelved', false])
    expect(wantsAnswer(lifeOf([...shelved, step('unshelved', 99)]))).toBe(true)
  })

  it('put aside it outlives its cause, and is over only with its time', () => {
    const gone = [
      ...[step('raised', 1), step('shelved', 2, { by: minh, note: 'thử', detail: { until: 99 } })],
      step('cleared', 3),
    ]
    expect([alarmState(lifeOf(gone)), isOver(lifeOf(gone), false)]).toEqual(['shelved', false])
    const back = lifeOf([...gone, step('again', 4)])
    expect([alarmState(back), wantsAnswer(back), back.times]).toEqual(['shelved', false, 2])
    expect(isOver(lifeOf([...gone, step('unshelved', 99)]), false)).toBe(true)
  })
})

describe('a ladder', () => {
  const rung = (afterSeconds: number, position: string) => ({
    ...{ afterSeconds, position, channel: 'email' as const, webhook: null },
  })
  const ladder = { name: { vi: '', en: '' }, rungs: [rung(0, 'A'), rung(60, 'B'), rung(120, 'C')] }
  const held =
    (...codes: string[]) =>
    (p: string) =>
      codes.includes(p) ? [{ accountId: 1, displayName: p }] : []
  const said = (found: ReturnType<typeof climbNow>) => found.map((c) => [c.rung, c.do])

  it('takes each rung at its time', () => {
    const climb = { round: 1, since: 0, done: [] }
    expect(said(climbNow(ladder, climb, 0, held('A', 'B', 'C')))).toEqual([[0, 'tell']])
    expect(said(climbNow(ladder, { ...climb, done: [0] }, 59_000, held('A', 'B', 'C')))).toEqual([])
    expect(nextRungAt(ladder, { ...climb, done: [0] })).toBe(60_000)
    expect(said(climbNow(ladder, { ...climb, done: [0] }, 60_000, held('A', 'B', 'C')))).toEqual([
      [1, 'tell'],
    ])
    expect(nextRungAt(ladder, { ...climb, done: [0, 1, 2] })).toBeNull()
  })

  it('passes over a position that nobody holds at once, and says so', () => {
    const climb = { round: 1, since: 0, done: [] }
    expect(said(climbNow(ladder, climb, 0, held('C')))).toEqual([
      [0, 'vacant'],
      [1, 'vacant'],
      [2, 'tell'],
    ])
    expect(said(climbNow(ladder, climb, 0, held()))).toEqual([
      [0, 'vacant'],
      [1, 'vacant'],
      [2, 'vacant'],
    ])
  })
})
