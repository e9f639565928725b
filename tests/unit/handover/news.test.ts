import { expect, it } from 'vitest'
import { draftOf, type Open } from '../../../server/handover/draft.ts'
import { newSince } from '../../../server/handover/news.ts'
import type { AttentionRow } from '../../../shared/live.ts'
import { alarm, EMPTY, HOUR, words } from './open.ts'

/** The keys of what would have to be walked through, drafted with `before` and signed with `after`. */
const news = (before: Partial<Open>, after: Partial<Open>) =>
  newSince(draftOf({ ...EMPTY, ...before }, HOUR), draftOf({ ...EMPTY, ...after }, HOUR)).map((i) => i.key)

const cause = (id: number, kind: AttentionRow['kind'], subject: string, state: string): AttentionRow => ({
  ...{ id, kind, subject, subjectName: words(subject), state, since: id, detail: {} },
  ...{ acknowledged: null, ladder: null },
})
const connection = (id: string, state: 'lost' | 'late' | 'up') => ({
  ...{ id, name: words(id), state, since: 1, simulated: false },
})
const away = { id: 3, name: 'T4', connected: false, since: 1 }
const storm = (count: number, first = 1) => Array.from({ length: count }, (_, i) => alarm(first + i))

it('what opened since the draft is news, what stood in it or has ended is none', () => {
  expect(news({ alarms: [alarm(1), alarm(2)] }, { alarms: [alarm(2), alarm(3)] })).toEqual(['alarm:3'])
  expect(news({}, { running: [{ id: 's1', title: 'Giao ban', openedAt: 1 }] })).toEqual(['session:s1'])
  expect(news({}, { attention: [cause(7, 'connection', 'EVN', 'lost')] })).toEqual(['attention:7'])
})

it('the same trouble come back is the same thing, by whatever number it is told', () => {
  const lost = { kind: 'connection', subject: 'connection:EVN/lost', rule: 'KN-MAT' } as const
  const first = { alarms: [alarm(1, { ...lost, attention: 7 })] }
  expect(news(first, { alarms: [alarm(9, { ...lost, attention: 8 })] })).toEqual([])
  // The cause before its alarm, and the connection before its cause.
  expect(news(first, { attention: [cause(8, 'connection', 'EVN', 'lost')] })).toEqual([])
  expect(news({ connections: [connection('EVN', 'lost')] }, first)).toEqual([])
  const again = [alarm(1, { subject: 'series:5' }), alarm(2, { subject: 'series:6' })]
  expect(news({ alarms: again }, { alarms: [alarm(3, { subject: 'series:5' })] })).toEqual([])
})

it('another rule on the same number, and a source that is late and now lost, are news', () => {
  const of = { subject: 'series:5' }
  expect(news({ alarms: [alarm(1, of)] }, { alarms: [alarm(2, { ...of, rule: 'LU' })] })).toEqual(['alarm:2'])
  const late = { attention: [cause(7, 'connection', 'EVN', 'late')] }
  expect(news(late, { attention: [cause(8, 'connection', 'EVN', 'lost')] })).toEqual(['attention:8'])
})

it('a source that is late is no news, told by its cause, its alarm or itself', () => {
  const late = (id: number, subject: string) => ({
    ...({
      kind: 'connection',
      subject: `connection:${subject}/late`,
      rule: 'KN-CHAM',
      attention: id,
    } as const),
  })
  expect(news({}, { attention: [cause(7, 'connection', 'EVN', 'late')] })).toEqual([])
  expect(news({}, { alarms: [alarm(1, late(7, 'EVN'))] })).toEqual([])
  expect(news({}, { connections: [connection('EVN', 'late')] })).toEqual([])
  const many = Array.from({ length: 8 }, (_, i) => alarm(i + 1, late(i + 1, `C${i}`)))
  expect(news({}, { alarms: many })).toEqual([])
  // A directive that is late is another matter.
  expect(news({}, { attention: [cause(7, 'directive', '12', 'late')] })).toEqual(['attention:7'])
})

it('many alarms of one rule that were walked through together stay known when few of them are left', () => {
  expect(news({ alarms: storm(6) }, { alarms: storm(5) })).toEqual([])
  expect(news({ alarms: storm(6) }, { alarms: storm(300) })).toEqual([])
  expect(news({ alarms: storm(6) }, { alarms: [...storm(2), alarm(9, { rule: 'LU' })] })).toEqual(['alarm:9'])
  expect(news({ alarms: storm(5) }, { alarms: storm(6) })).toEqual(['alarms:TAI:6'])
})

it('a screen that loads itself again is no news, one that became a cause is', () => {
  const screens = [away]
  expect(news({}, { screens })).toEqual([])
  const lost = { screens, attention: [cause(8, 'screen', '3', 'lost')] }
  expect(news({ screens }, lost)).toEqual([])
  expect(news({}, lost)).toEqual(['attention:8'])
})

it('a session booked days ago is no news when the hour brings it within the day, nor when it is moved', () => {
  const booked = (startsAt: number) => ({ booked: [{ id: 'b1', title: 'Chiều', startsAt }] })
  const [draft, signed] = [HOUR, 3 * HOUR].map((now) => draftOf({ ...EMPTY, ...booked(26 * HOUR) }, now))
  expect([draft?.length, signed?.length]).toEqual([0, 1])
  expect(newSince(draft ?? [], signed ?? [])).toEqual([])
  expect(news(booked(5 * HOUR), booked(6 * HOUR))).toEqual([])
})
