import { expect, it } from 'vitest'
import { draftOf, type Open } from '../../../server/handover/draft.ts'
import { alarm, EMPTY, HOUR, words } from './open.ts'

it('nothing open is an empty draft', () => expect(draftOf(EMPTY, 0)).toEqual([]))

it('holds everything that is open once, a cause and its source not twice', () => {
  const attention: Open['attention'] = [
    {
      ...{ id: 7, kind: 'connection', subject: 'EVN', subjectName: words('EVN'), state: 'lost', since: 1 },
      ...{ detail: {}, acknowledged: { by: 'Lan', at: 2, note: 'đã gọi' }, ladder: null },
    },
    {
      ...{ id: 8, kind: 'screen', subject: '3', subjectName: words('T4'), state: 'lost', since: 1 },
      ...{ detail: {}, acknowledged: null, ladder: null },
    },
    {
      ...{
        id: 9,
        kind: 'directive',
        subject: '12',
        subjectName: words('Báo cáo'),
        state: 'overdue',
        since: 1,
      },
      ...{ detail: {}, acknowledged: null, ladder: null },
    },
  ]
  const connection = (id: string, state: 'lost' | 'late' | 'up', simulated = false) => ({
    ...{ id, name: words(id), state, since: 1, simulated },
  })
  const items = draftOf(
    {
      stage: { no: 3, name: words('Sẵn sàng'), since: 5, cause: 'Bão số 9' },
      alarms: [],
      attention,
      connections: [connection('EVN', 'lost'), connection('GSO', 'late', true), connection('BYT', 'up')],
      disputes: [{ id: 'd1', name: words('GRDP'), since: 1 }],
      screens: [
        { id: 3, name: 'T4', connected: false, since: 1 },
        { id: 4, name: 'B2', connected: false, since: 1 },
        { id: 5, name: 'B3', connected: true, since: 1 },
      ],
      running: [{ id: 's1', title: 'Giao ban', openedAt: 1 }],
      booked: [
        { id: 'b1', title: 'Chiều', startsAt: 6 * HOUR },
        { id: 'b2', title: 'Tuần sau', startsAt: 99 * HOUR },
      ],
    },
    HOUR,
  )
  expect(items.map((i) => i.kind)).toEqual([
    ...['stage', 'source', 'screen', 'directive', 'source', 'dispute', 'screen', 'session', 'session'],
  ])
  expect(new Set(items.map((i) => i.key)).size).toBe(items.length)
  expect(items.find((i) => i.key === 'attention:7')?.note.vi).toBe('Lan: đã gọi')
  expect(items.find((i) => i.key === 'attention:8')?.note.vi).toBe('chưa ai xác nhận')
  expect(items.find((i) => i.key === 'source:GSO:late')?.simulated).toBe(true)
})

it('alarms of every kind are handed over, each cause once, the gravest first', () => {
  const items = draftOf(
    {
      ...EMPTY,
      alarms: [
        alarm(1),
        alarm(2, { rule: 'LU', severity: 'critical', simulated: true }),
        alarm(3, { kind: 'connection', subject: 'connection:EVN/lost', rule: 'KN', attention: 7 }),
        alarm(4, { kind: 'check', subject: 'dispute:d1', rule: 'DS', severity: 'low' }),
        alarm(5, { shelved: { by: 'Lan', at: 1, until: 9, reason: 'đang sửa' }, owner: 'Minh', rule: 'X' }),
      ],
      attention: [
        {
          ...{ id: 7, kind: 'connection', subject: 'EVN', subjectName: words('EVN'), state: 'lost' },
          ...{ since: 1, detail: {}, acknowledged: null, ladder: null },
        },
      ],
      connections: [{ id: 'EVN', name: words('EVN'), state: 'lost', since: 1, simulated: false }],
      disputes: [{ id: 'd1', name: words('GRDP'), since: 1 }],
    },
    HOUR,
  )
  expect(items.map((i) => [i.key, i.kind])).toEqual([
    ['alarm:2', 'alarm'],
    ['alarm:5', 'alarm'],
    ['attention:7', 'source'],
    ['alarm:1', 'alarm'],
    ['alarm:4', 'dispute'],
  ])
  expect(items.map((i) => i.note.vi).slice(0, 2)).toEqual([
    'khẩn cấp; chưa ai xác nhận',
    'nghiêm trọng; tạm gác, Lan: đang sửa; đã giao Minh',
  ])
})

it('many alarms of one rule are one item, so that a storm can be walked through', () => {
  const taken = { by: 'Lan', at: 1, note: 'đã gọi', until: null }
  const items = draftOf(
    {
      ...EMPTY,
      alarms: Array.from({ length: 300 }, (_, i) => alarm(i + 1, i < 40 ? {} : { acknowledged: taken })),
    },
    HOUR,
  )
  expect(items.map((i) => i.key)).toEqual(['alarms:TAI:300'])
  expect(items[0]?.text.vi).toBe('Phụ tải cao: 300 báo động, đầu là Báo động 300')
  expect(items[0]?.note.vi).toBe('nặng nhất: nghiêm trọng; 40 chưa ai xác nhận')
})
