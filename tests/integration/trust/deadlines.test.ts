import { afterAll, beforeAll, expect, it } from 'vitest'
import { periodAt } from '../../../server/trust/supply.ts'
import type { CalendarDayView } from '../../../shared/api/calendar.ts'
import type { MissingView, SupplyView } from '../../../shared/api/supply.ts'
import { DAY_MS, dayNumber, dayText } from '../../../shared/calendar.ts'
import { push } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startServer()
  admin = await server.as('administrator')
})
afterAll(() => server?.stop())

const today = () => dayText(dayNumber(Date.now()))
const name = { vi: 'Hoán đổi ngày làm việc', en: 'Swapped working day' }
const decide = (as: Client, kind: string, day = today(), more = {}) =>
  as.post<CalendarDayView[]>('/api/calendar/days', { day, kind, name, basis: 'Thông báo', ...more })

it('a deadline is looked at by the calendar: a day off decided now holds at once, for ages and for coverage', async () => {
  const { app, url } = server
  // Whatever weekday the test runs on, it is a working one.
  const act = { actor: 'system', action: 'calendar.decided', subject: `day:${today()}` }
  await app.calendar.decide({ day: today(), kind: 'working', name, basis: 'Thử' }, 'system', act)
  const daily = app.catalogue.now().indicators.find((i) => i.period === 'daily' && i.level === 'province')
  const indicator = daily?.code ?? ''
  const made = await admin.post<{ id: string; key: string }>('/api/connections', {
    ...{ agencyCode: '22', name, connector: 'http-push', simulated: false },
    contract: {
      times: {
        ...{ period: 'P1D', graceSeconds: 0, expirySeconds: 90 * 86_400, hours: null },
        // Of yesterday's number: by today's first minute; a commune's is earlier and is not asked for here.
        deadlines: {
          commune: { days: 0, working: false, at: '00:00' },
          province: { days: 1, working: false, at: '00:00' },
        },
      },
      series: [{ indicator, units: ['22'] }],
    },
  })
  expect(made.status).toBe(201)
  const { id, key } = made.body
  // As if agreed a week ago: coverage goes by what was in force when a number was due.
  await app.db.pool.query(
    `insert into contract (connection_id, version, period, grace_seconds, expiry_seconds, series, deadlines, created_at)
     select connection_id, 0, period, grace_seconds, expiry_seconds, series, deadlines, now() - interval '7 days'
     from contract where connection_id = $1`,
    [id],
  )
  const before = periodAt('daily', Date.now() - 2 * DAY_MS)
  const yesterday = periodAt('daily', Date.now() - DAY_MS)
  const sent = await push(url, id, key, {
    observations: [{ indicator, unit: '22', period: before, value: 1 }],
  })
  expect(sent.answer.accepted).toBe(1)
  const { rows } = await app.db.pool.query<{ id: number }>(
    'select series_id id from observation where message_id = $1',
    [sent.answer.message],
  )
  const series = rows[0]?.id ?? 0
  expect(app.trust.age(series).state).toBe('late')
  const missing = () => admin.get<SupplyView>(`/api/supply?kind=daily&period=${yesterday}&by=section`)
  expect((await missing()).body.total).toMatchObject({ agreed: 1, missing: 1, pending: 0 })

  const told: number[] = []
  const off = app.bus.on('freshness', ({ series }) => told.push(...series))
  const holiday = await decide(admin, 'holiday')
  off()
  expect(holiday.status).toBe(200)
  expect(holiday.body.find((d) => d.day === today())).toMatchObject({ kind: 'holiday', name })
  expect([app.trust.age(series).state, told]).toEqual(['due', [series]])
  expect((await missing()).body.total).toMatchObject({ agreed: 1, missing: 0, pending: 1 })
  const due = await admin.get<MissingView>(
    `/api/supply/missing?kind=daily&period=${yesterday}&by=province&key=22`,
  )
  expect(due.body.values[0]?.lateAt).toBeGreaterThan(Date.now())

  // The newest contract says what it says, with its deadlines; and each tier's is its own.
  const contract = await admin.get<{ times: { deadlines: unknown } }>(`/api/connections/${id}/contract`)
  expect(contract.body.times.deadlines).toEqual({
    commune: { days: 0, working: false, at: '00:00' },
    province: { days: 1, working: false, at: '00:00' },
  })
})

it('only an administrator decides of a day, with a day that there is and a reason to', async () => {
  expect((await decide(await server.as('duty'), 'holiday')).status).toBe(403)
  expect((await (await server.as('agency', '22')).get('/api/calendar?year=2026')).status).toBe(200)
  for (const [day, kind, more] of [
    ['2026-02-30', 'holiday', {}],
    ['2026-11-25', 'working', {}], // a Wednesday
    ['2026-11-25', 'holiday', { basis: ' ' }],
    ['2026-11-25', 'holiday', { name: { vi: 'Nghỉ' } }],
  ] as const)
    expect((await decide(admin, kind, day, more)).status, `${day} ${kind}`).toBe(400)
  const { body } = await admin.get<CalendarDayView[]>('/api/calendar?year=2026')
  expect(body.find((d) => d.day === '2026-02-17')).toMatchObject({ kind: 'statutory', decided: null })
  const audited = await server.app.audit.list({ limit: 10, action: 'calendar.decided' })
  expect(audited.map((e) => e.subject)).toContain(`day:${today()}`)
})

it('a deadline that is none is refused, and nothing is made', async () => {
  const times = { period: 'P1M', graceSeconds: 0, expirySeconds: 86_400, hours: null }
  for (const deadlines of [
    {},
    { province: { days: -1, working: true, at: '17:00' } },
    { province: { days: 5, working: true, at: '25:00' } },
    { district: { days: 5, working: true, at: '17:00' } },
  ]) {
    const { status } = await admin.post('/api/connections', {
      ...{ id: 'NONE', agencyCode: '22', name, connector: 'http-push', simulated: false },
      contract: { times: { ...times, deadlines }, series: [] },
    })
    expect(status, JSON.stringify(deadlines)).toBe(400)
  }
  expect(server.app.intake.connections.get('NONE')).toBeUndefined()
})
