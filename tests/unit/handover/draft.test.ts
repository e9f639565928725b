import { expect, it } from 'vitest'
import { draftOf, type Open } from '../../../server/handover/draft.ts'

const EMPTY: Open = {
  stage: { no: 1, name: { vi: 'Bình thường', en: 'Normal' }, since: 0, cause: '' },
  ...{ attention: [], connections: [], disputes: [], screens: [], running: [], booked: [] },
}
const words = (text: string) => ({ vi: text, en: text })
const HOUR = 3_600_000

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
