import { afterAll, beforeAll, expect, test } from 'vitest'
import { Ladders } from '../../../server/duty/ladder/index.ts'
import { planOf } from '../../../server/duty/ladder/plan.ts'
import type { SilenceView } from '../../../shared/api/duty.ts'
import { WEEKENDS_ONLY } from '../../../shared/calendar.ts'
import type { Escalation } from '../../../shared/ladder.ts'
import type { AttentionRow } from '../../../shared/live.ts'
import { push } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

let n = 0
/** A source of Quảng Ninh that sends once and falls silent; `speak` sends again. */
async function silentSource(escalation: Escalation) {
  const indicator = server.app.catalogue
    .now()
    .indicators.find((i) => i.period === 'realtime' && i.level === 'province')
  const { id, key } = await server.app.intake.connections.create(
    {
      id: `SILENT-${++n}`,
      ...{ agencyCode: '22', connector: 'http-push', simulated: false },
      name: { vi: 'Nguồn thử', en: 'A source' },
      contract: {
        times: { period: 'PT1S', graceSeconds: 0, expirySeconds: 3_600, hours: null },
        series: [{ indicator: indicator?.code ?? '' }],
        escalation,
      },
    },
    'system',
  )
  const speak = async () => {
    const row = { indicator: indicator?.code, unit: '22', at: new Date().toISOString(), value: Math.random() }
    expect((await push(server.url, id, key, { observations: [row] })).answer.accepted).toBe(1)
  }
  await speak()
  return { id, speak }
}
const rowOf = async (id: string, who = duty) =>
  (await who.get<AttentionRow[]>('/api/attention')).body.find((r) => r.subject === id)
const done = (row: AttentionRow | undefined) =>
  row?.ladder?.rungs.filter((r) => r.at !== null).map((r) => r.rung) ?? []
const silences = async (id: string, who = duty) =>
  (await who.get<SilenceView[]>(`/api/silences?connection=${id}`)).body

test('a silent source: the owner, then the duty officer, then a proposal, each at its time; data ends it', async () => {
  const agency = await server.as('agency', '22')
  const { id, speak } = await silentSource({ owner: 0, duty: 1, propose: 2 })
  await eventually(async () => expect(done(await rowOf(id))).toEqual(['owner', 'duty', 'propose']))
  const row = await rowOf(id)
  const { since = 0, rungs = [] } = row?.ladder ?? {}
  expect(rungs.map((r) => r.dueAt - since)).toEqual([0, 1_000, 2_000])
  for (const r of rungs) expect(r.at).toBeGreaterThanOrEqual(r.dueAt)
  expect(done(await rowOf(id, agency))).toEqual(['owner', 'duty', 'propose'])
  expect(await rowOf(id, await server.as('agency', '24'))).toBeUndefined()

  await speak()
  // This silence is over; a second later the next one begins.
  await eventually(async () => expect((await rowOf(id))?.id).not.toBe(row?.id))
  const past = await eventually(async () => {
    const found = (await silences(id)).at(-1)
    expect(found).toMatchObject({ endedAs: 'up', ladder: { since } })
    return found
  })
  expect(past?.endedAt).toBeGreaterThan(rungs[2]?.at ?? 0)
  const other = await server.as('agency', '24')
  expect((await other.get(`/api/silences?connection=${id}`)).status).toBe(404)
})

test('who takes it stops the climb: a ladder begun later is at its end, this one never gets there', async () => {
  const taken = await silentSource({ owner: 0, duty: 0, propose: 4 })
  await eventually(async () => expect(done(await rowOf(taken.id))).toEqual(['owner', 'duty']))
  const row = await rowOf(taken.id)
  const answer = await duty.post(`/api/attention/${row?.id}/acknowledge`, { note: 'Đang gọi' })
  expect(answer.status).toBe(200)
  const witness = await silentSource({ owner: 0, duty: 0, propose: 5 })
  await eventually(async () => expect(done(await rowOf(witness.id))).toContain('propose'))
  const stopped = await rowOf(taken.id)
  expect(done(stopped)).toEqual(['owner', 'duty'])
  expect(stopped?.ladder?.acknowledgedAt).toBeGreaterThan(0)
  expect(stopped?.acknowledged).toMatchObject({ note: 'Đang gọi' })
  expect((await silences(taken.id))[0]).toMatchObject({ endedAt: null, ladder: stopped?.ladder })
})

test('a restart goes on where it was: no rung twice, none left out', async () => {
  const { id } = await silentSource({ owner: 0, duty: 0, propose: 3_600 })
  await eventually(async () => expect(done(await rowOf(id))).toEqual(['owner', 'duty']))
  const { pool } = server.app.db
  const before = await rowOf(id)
  const again = new Ladders({
    pool,
    log: server.app.log,
    changed: () => {},
    now: Date.now,
    plan: () => {
      throw new Error('it is planned already')
    },
  })
  await again.load()
  expect(again.of(id)).toEqual(before?.ladder)
  again.silent(id, Date.now()) // the state at the start says so once more
  again.start()
  await again.close()
  const { rows } = await pool.query(
    `select k.step from silence s join silence_step k on k.silence_id = s.id where s.connection_id = $1 order by k.at`,
    [id],
  )
  expect(rows.map((r) => r.step)).toEqual(['owner', 'duty'])
})

test('a database that is away delays a rung and loses none', async () => {
  const { pool } = server.app.db
  await pool.query('alter table silence_step rename to silence_step_away')
  const { id } = await silentSource({ owner: 0, duty: 0, propose: 0 })
  await eventually(() => expect(server.app.trust.connection(id)?.state).toBe('late'))
  await pool.query('alter table silence_step_away rename to silence_step')
  await eventually(async () => expect(done(await rowOf(id))).toEqual(['owner', 'duty', 'propose']))
})

test('as usual, a periodic source has working days, a real-time one minutes', () => {
  const friday = Date.parse('2026-11-20T17:00:00+07:00')
  const periodic = planOf(friday, { escalation: null, realtime: false }, WEEKENDS_ONLY)
  expect(
    Object.values(periodic).map((at) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 16)),
  ).toEqual(['2026-11-20T17:00', '2026-11-23T17:00', '2026-11-25T17:00'])
  const realtime = planOf(friday, { escalation: null, realtime: true }, WEEKENDS_ONLY)
  expect([realtime.duty - friday, realtime.propose - friday]).toEqual([0, 900_000])
})

test('a ladder whose rungs go down is refused', async () => {
  const administrator = await server.as('administrator')
  const { status } = await administrator.post('/api/connections', {
    ...{ agencyCode: '22', name: { vi: 'X', en: 'X' }, connector: 'http-push', simulated: false },
    contract: {
      times: { period: 'PT1S', graceSeconds: 0, expirySeconds: 60, hours: null },
      series: [],
      escalation: { owner: 60, duty: 30, propose: 90 },
    },
  })
  expect(status).toBe(400)
})
