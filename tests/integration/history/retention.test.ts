import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyMessages } from '../../../server/intake/index.ts'
import type { RetentionOutcomes, SeriesView } from '../../../shared/api/history.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const MONTH = '2024-03-01'
const AT = Date.UTC(2024, 2, 10)
let server: TestServer
let administrator: Client
let seconds: number
let other: number
let quarterly: number

const query = <R extends object>(sql: string, values: unknown[] = []) =>
  server.app.db.pool.query<R>(sql, values).then((r) => r.rows)
const count = async (where: string) =>
  (await query<{ n: number }>(`select count(*)::int n from observation where ${where}`))[0]?.n ?? -1
const run = async (dryRun: boolean) =>
  (await administrator.post<RetentionOutcomes>('/api/retention/run', { dryRun })).body

/** One message recorded in that month with these rows. */
async function put(
  list: { series: number; from: number; to: number; period: string | null; status: string; value: number }[],
) {
  await query(
    `with m as (
       insert into message (connection_id, contract_version, received_at, committed_at, sha256, content_type, decoder,
         decoder_version, entry, bytes, body_encoding, body, accepted, unchanged, refused, answer)
       values ('OLD', 1, $1, $1, '\\x00', 'x', 'x', '1', 'machine', 0, 'identity', '\\x', $2, 0, 0, '{}') returning id),
     o as (
       insert into observation (series_id, valid_from, valid_to, period, value, status, entry, simulated, recorded_at,
         message_id, row_no)
       select s, f, t, p, v, st, 'machine', false, $1, m.id, n from m,
         unnest($3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::float8[], $8::text[])
           with ordinality as x(s, f, t, p, v, st, n) returning *)
     insert into latest (series_id, valid_from, valid_to, period, value, status, entry, simulated, revision, recorded_at,
       message_id, row_no)
     select distinct on (series_id) series_id, valid_from, valid_to, period, value, status, entry, simulated, revision,
       recorded_at, message_id, row_no from o order by series_id, valid_to desc`,
    [
      new Date(AT + 3_600_000),
      list.length,
      list.map((r) => r.series),
      list.map((r) => new Date(r.from)),
      list.map((r) => new Date(r.to)),
      list.map((r) => r.period),
      list.map((r) => r.value),
      list.map((r) => r.status),
    ],
  )
}
beforeAll(async () => {
  server = await startServer()
  administrator = await server.as('administrator')
  const now = server.app.catalogue.now()
  const id = (code: string) => server.app.catalogue.seriesId(now.indicator(code)?.id ?? -1, now.nation().id)
  ;[seconds, other, quarterly] = [await id('KTN-02'), await id('KTN-03'), await id('KTTH-01')]
  await query('select ensure_observation_month($1::date)', [MONTH])
  await query(
    "insert into connection (id, agency_id, name_vi, name_en, connector) select 'OLD', id, 'C', 'C', 'hand' from unit limit 1",
  )
  await query(
    "insert into contract (connection_id, version, period, grace_seconds, expiry_seconds) values ('OLD', 1, 'PT1S', 1, 1)",
  )
  const instant = (series: number, i: number) => ({
    ...{ series, from: AT + i * 1000, to: AT + i * 1000, period: null, status: 'official', value: i },
  })
  await put([
    ...Array.from({ length: 120 }, (_, i) => instant(seconds, i)),
    ...Array.from({ length: 10 }, (_, i) => instant(other, i)),
    ...['official', 'provisional'].map((status, i) => ({
      ...{ series: quarterly, period: `2023-Q${3 + i}`, status, value: 6 },
      ...{ from: Date.UTC(2023, 6 + 3 * i), to: Date.UTC(2023, 9 + 3 * i) },
    })),
  ])
})
afterAll(() => server?.stop())

describe('retention', () => {
  it('is set by the administrator alone, and recorded', async () => {
    expect((await administrator.send('PUT', '/api/retention/KTN-03', { rawDays: 'forever' })).status).toBe(
      204,
    )
    expect((await administrator.send('PUT', '/api/retention/KTTH-01', { rawDays: 90 })).status).toBe(204)
    expect((await administrator.send('PUT', '/api/retention/KTN-02', { rawDays: 0 })).status).toBe(400)
    const { body } = await administrator.get<{ settings: { indicator: string; rawDays: number | null }[] }>(
      '/api/retention',
    )
    const of = (code: string) => body.settings.find((s) => s.indicator === code)?.rawDays
    expect([of('KTN-02'), of('KTN-03'), of('KTTH-01')]).toEqual([400, null, 90])
    const acts = await server.app.audit.list({ limit: 10, action: 'retention.set' })
    expect(acts.map((a) => a.subject)).toEqual(expect.arrayContaining(['KTN-03', 'KTTH-01']))
    const leader = await server.as('leader')
    expect((await leader.get('/api/retention')).status).toBe(403)
  })

  it('says beforehand what would go, and drops nothing by that', async () => {
    const { months } = await run(true)
    // The last word of each series stays, an official quarter stays; the provisional one is the last.
    expect(months).toMatchObject([{ month: MONTH, dropped: 119, kept: 13 }])
    expect(await count('true')).toBe(132)
  })

  it('drops the readings with their month, keeps official figures, what is kept longer, and the last word', async () => {
    await server.app.history.rollups.catchUp()
    expect((await run(false)).months).toMatchObject([{ month: MONTH, dropped: 119, kept: 13, refused: null }])
    expect(await count(`series_id = ${seconds}`)).toBe(1)
    expect(await count(`series_id = ${other}`)).toBe(10)
    expect(await count(`series_id = ${quarterly}`)).toBe(2)
    await expect(query('delete from observation')).rejects.toThrow(/append-only/)
    const acts = await server.app.audit.list({ limit: 10, action: 'retention.month-dropped' })
    expect(acts).toMatchObject([{ subject: '2024-03', detail: { dropped: 119, kept: 13 } }])
    expect((await server.app.audit.verify()).firstBroken).toBeNull()
    expect((await run(false)).months).toEqual([])
  })

  it('takes the messages of which nothing is left, keeps the others, and both bodies and hashes of these', async () => {
    const old = new Date(AT)
    const message = async (bytes: string, at: Date, shared: boolean) => {
      const body = Buffer.from(bytes)
      const hash = createHash('sha256').update(body).digest()
      if (shared)
        await query(
          "insert into message_body (sha256, encoding, body) values ($1, 'identity', $2) on conflict do nothing",
          [hash, body],
        )
      const [row] = await query<{ id: string }>(
        `insert into message (connection_id, contract_version, received_at, committed_at, sha256, content_type, decoder,
           decoder_version, entry, bytes, body_encoding, body, accepted, unchanged, refused, answer)
         values ('OLD', 1, $1, $1, $2, 'x', 'x', '1', 'machine', $3, $4, $5, 0, 0, 0, '{}') returning id`,
        [at, hash, body.length, shared ? 'shared' : 'identity', shared ? null : body],
      )
      return row?.id ?? ''
    }
    const gone = [
      await message('một', old, false),
      await message('chung', old, true),
      await message('hai', old, true),
    ]
    const refusing = await message('bị từ chối', old, false)
    await query(
      "insert into quarantine (message_id, connection_id, row_no, code, content, detail) values ($1, 'OLD', 1, 'ROW_SHAPE', '', '{}')",
      [refusing],
    )
    const later = await message('chung', new Date(), true)
    const before = (await query<{ id: string }>('select id from message order by id')).map((r) => r.id)
    // The month was looked through before these came: readings of it must go once more.
    await query('update retention_month set messages = null')
    await run(false)
    const after = (await query<{ id: string }>('select id from message order by id')).map((r) => r.id)
    expect(before.filter((id) => !after.includes(id))).toEqual(gone)
    expect(after).toEqual(expect.arrayContaining([refusing, later]))
    expect((await query('select from message_body')).length).toBe(1)
    const { broken } = await verifyMessages(server.app.db.readPool)
    expect(broken.filter((b) => [refusing, later].includes(b.id))).toEqual([])
    const acts = await server.app.audit.list({ limit: 1, action: 'retention.messages-dropped' })
    expect(acts).toMatchObject([{ subject: '2024-03', detail: { messages: 3 } }])
    await expect(query('delete from message')).rejects.toThrow(/append-only/)
    await expect(query('delete from message_body')).rejects.toThrow(/append-only/)
  })

  it('leaves the roll-ups to stand for them', async () => {
    const read = async (range: string) =>
      (await administrator.get<SeriesView>(`/api/series?indicator=KTN-02&unit=VN${range}`)).body
    const hour = await read(`&from=${AT}&to=${AT + 3_600_000}&pixels=60`)
    expect(hour.buckets).toMatchObject([
      { count: 60, min: 0, max: 59, source: 'minute' },
      { count: 60, min: 60, max: 119, source: 'minute' },
    ])
    const fine = await read(`&from=${AT}&to=${AT + 120_000}&pixels=60`)
    expect(fine.buckets[0]).toMatchObject({ t: AT, count: 60, min: 0, max: 59, source: 'minute' })
    expect(fine.first).toBe(AT)
  })
})

describe('how connections stood', () => {
  const DAY = 86_400_000
  const source = async (changes: [number, string][]) => {
    const { id } = await agree(server.app, server.url)
    for (const [daysAgo, state] of changes)
      await query('insert into connection_state (connection_id, at, state) values ($1, $2, $3)', [
        ...[id, new Date(Date.now() - daysAgo * DAY), state],
      ])
    return id
  }
  const left = async (id: string) =>
    (
      await query<{ state: string }>(
        "select state from connection_state where connection_id = $1 and at < now() - interval '1 day' order by at",
        [id],
      )
    ).map((r) => r.state)

  it('goes with the readings of then; what each came into the kept time with stays', async () => {
    const flaps = await source([
      ...[500, 480, 460].map((days): [number, string] => [days, 'late']),
      [450, 'lost'],
      [10, 'up'],
    ])
    const quiet = await source([[700, 'up']])
    // One real-time indicator whose readings are kept for ever keeps what was known of their sources.
    await run(false)
    expect(await left(flaps)).toHaveLength(5)
    await administrator.send('PUT', '/api/retention/KTN-03', { rawDays: 90 })
    await run(false)
    expect(await left(flaps)).toEqual(['lost', 'up'])
    expect(await left(quiet)).toEqual(['up'])
    const acts = await server.app.audit.list({ limit: 1, action: 'retention.states-dropped' })
    expect(acts).toMatchObject([{ detail: { days: 400, states: 3 } }])
  })
})

describe('what checks found', () => {
  it('about instants goes with the readings of then; about named periods it stays', async () => {
    const put = (period: string, at: Date) =>
      query(
        `insert into check_result (rule_id, version, unit_id, indicator_id, period, at, outcome, missing, inputs)
         select r.id, 1, u.id, 1, $1, $2, 'ok', 0, '[]' from check_rule r, unit u order by r.id, u.id limit 1`,
        [period, at],
      )
    for (const period of ['', '2024-03']) for (const at of [AT, Date.now()]) await put(period, new Date(at))
    await run(false)
    const left = await query<{ period: string }>('select period from check_result order by id')
    expect(left.map((r) => r.period)).toEqual(['', '2024-03', '2024-03'])
    await expect(query('delete from check_result')).rejects.toThrow(/append-only/)
    const acts = await server.app.audit.list({ limit: 1, action: 'retention.results-dropped' })
    expect(acts).toMatchObject([{ detail: { days: 400, results: 1 } }])
  })
})

describe('a month whose rows are not rolled up', () => {
  it('is left as it is, and said so', async () => {
    const month = '2024-01-01'
    await query('select ensure_observation_month($1::date)', [month])
    // Of a message that the roll-ups never saw.
    await query(
      `insert into observation (series_id, valid_from, valid_to, value, status, entry, simulated, recorded_at, message_id, row_no)
       values ($1, '2024-01-05Z', '2024-01-05Z', 1, 'official', 'machine', false, '2024-01-05Z', 999999, 1)`,
      [seconds],
    )
    expect((await run(false)).months).toMatchObject([
      { month, dropped: 0, kept: 1, refused: 'ROLLUPS_INCOMPLETE' },
    ])
    expect(await count("recorded_at < '2024-02-01Z'")).toBe(1)
  })
})
