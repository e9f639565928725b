import { afterAll, beforeAll, expect, it } from 'vitest'
import { SessionBook } from '../../../server/bridge/book.ts'
import { Reminders, reminderDue } from '../../../server/bridge/bookings/reminders.ts'
import { Readiness } from '../../../server/bridge/readiness/readiness.ts'
import type { LogbookNote } from '../../../server/bus.ts'
import type { BookingView } from '../../../shared/api/bookings.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const MINUTE = 60_000
let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

it('an hour before it is the technicians, a quarter before it the delegates; after the hour nobody', () => {
  const at = (minutes: number) => reminderDue(60 * MINUTE, (60 - minutes) * MINUTE)
  expect([61, 60, 16, 15, 1, 0, -5].map(at)).toEqual([null, 60, 60, 15, 15, null, null])
})

it('the shift log hears of each once, with what is still missing, whatever restarts', async () => {
  const { app } = server
  const duty = await server.as('duty')
  const startsAt = Date.now() + 200 * MINUTE
  const { body } = await duty.post<BookingView>('/api/bookings', {
    ...{ title: 'Họp tháng', startsAt, minutes: 60, chair: null, lobby: false, template: null },
    ...{ units: ['22', '46'], agenda: [] },
  })
  const notes: LogbookNote[] = []
  const stop = app.bus.on('logbook', (note) => {
    if (note.subject === `booking:${body.id}`) notes.push(note)
  })
  const started = () => {
    const book = new SessionBook({ pool: app.db.pool, catalogue: () => app.catalogue.now(), log: app.log })
    return new Reminders(app, new Readiness(app, book))
  }
  const first = started()
  await first.look(startsAt - 90 * MINUTE)
  expect(notes).toEqual([])
  await first.look(startsAt - 58 * MINUTE)
  await first.look(startsAt - 57 * MINUTE)
  first.stop()
  const again = started()
  await again.look(startsAt - 30 * MINUTE)
  expect(notes.map((n) => n.text.vi)).toEqual([
    'Còn 58 phút đến phiên “Họp tháng”: 0 trên 2 điểm cầu sẵn sàng',
  ])
  await (await server.as('agency', '22')).post(`/api/bookings/${body.id}/answer`, {
    attends: true,
    delegates: [{ name: 'A', duty: 'B', standIn: false }],
    note: null,
  })
  await again.look(startsAt - 14 * MINUTE)
  await again.look(startsAt - 10 * MINUTE)
  again.stop()
  stop()
  expect(notes.slice(1).map((n) => [n.detail.minutes, n.detail.waiting])).toEqual([[15, 1]])
  expect(notes[1]?.text.vi).toContain('Huế')
})
