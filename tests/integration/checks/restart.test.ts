import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { DisputeView } from '../../../shared/api/checks.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { agree, push } from '../../browser/wall/stage.ts'
import { eventually } from '../../harness/eventually.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { disputes, judged, ruleOf, write } from './stage.ts'

const row = (value: number, ago: number) =>
  JSON.stringify({
    observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date(Date.now() - ago).toISOString(), value }],
  })

test('a restart forgets no dispute, and judges what was committed and not judged yet', async () => {
  const fresh = await freshDatabase()
  const env = { DATABASE_URL: fresh.url }
  const doubt = (server: TestServer) => {
    const now = server.app.catalogue.now()
    const series = now.findSeries(now.indicator('KTN-02')!.id, now.nation().id)!
    return (server.app.live.cell(series).flags & FLAG.disputed) !== 0
  }
  const first = await startServer(env)
  const admin = await first.as('administrator')
  const key = await agree(admin, 'EVN-LAI', 'http-push', 'KTN-02')
  const over = await write(admin, 'OVER', ruleOf({ kind: 'bounds', indicator: 'KTN-02', max: 50_000 }))
  const under = await write(admin, 'UNDER', ruleOf({ kind: 'bounds', indicator: 'KTN-02', min: 10_000 }))
  await push(first, 'EVN-LAI', key, row(60_000, 9_000))
  await judged(first)
  await eventually(() => expect(doubt(first)).toBe(true))
  // What comes while the checks are away is committed and judged by nobody.
  await first.app.checks.engine.close()
  await push(first, 'EVN-LAI', key, row(5_000, 4_000))
  await first.stop()

  const second = await startServer(env)
  try {
    const duty = await second.as('duty')
    await eventually(async () => {
      const open = await disputes(duty)
      expect(open.map((d) => d.rule.id)).toEqual([under.id])
    })
    const all = await disputes(duty, '?all=true')
    expect(all.find((d) => d.rule.id === over.id)?.steps.map((s) => s.kind)).toEqual(['opened', 'corrected'])
    await eventually(() => expect(doubt(second)).toBe(true))
  } finally {
    await second.stop()
    await fresh.drop()
  }
})

test('what was decided holds until the numbers agree once, and no longer, across restarts', async () => {
  const fresh = await freshDatabase()
  const env = { DATABASE_URL: fresh.url }
  let server = await startServer(env)
  const again = async () => {
    await server.stop()
    server = await startServer(env)
  }
  try {
    const admin = await server.as('administrator')
    const key = await agree(admin, 'EVN-LAI', 'http-push', 'KTN-02')
    await write(admin, 'OVER', ruleOf({ kind: 'bounds', indicator: 'KTN-02', max: 50_000 }))
    let ago = 60_000
    const say = async (value: number) => {
      ago -= 1_000
      await push(server, 'EVN-LAI', key, row(value, ago))
      await judged(server)
    }
    const open = () => server.app.checks.disputes.open()
    await say(60_000)
    const [first] = open()
    const id = first?.id ?? ''
    const duty = await server.as('duty')
    await duty.post(`/api/checks/disputes/${id}/steps`, { kind: 'closed', note: 'đã biết, chưa sửa được' })
    // What ended is not carried along, and is answered all the same.
    expect(server.app.checks.disputes.get(id)).toBeUndefined()
    expect((await duty.get<DisputeView>(`/api/checks/disputes/${id}`)).body).toMatchObject({ open: false })
    expect(
      (await duty.post(`/api/checks/disputes/${id}/steps`, { kind: 'closed', note: 'lần nữa' })).status,
    ).toBe(409)

    await again()
    await say(61_000)
    expect(open()).toEqual([])
    await say(40_000)
    await again()
    await say(62_000)
    const [second] = open()
    expect(Number(second?.id)).toBeGreaterThan(Number(id))
    // Many results, one outcome that stands.
    const count = async (table: string) =>
      (await server.app.db.pool.query<{ n: number }>(`select count(*)::int n from ${table}`)).rows[0]?.n ?? 0
    expect(await count('check_result')).toBeGreaterThan(await count('check_standing'))
    expect(await count('check_standing')).toBe(1)
  } finally {
    await server.stop()
    await fresh.drop()
  }
})

test('the outcomes that stand are taken over from all results there were', async () => {
  const server = await startServer()
  try {
    const { pool } = server.app.db
    // Places of two rules, units and periods in turn, so that each has several results and a last one.
    await pool.query(
      `insert into check_result (rule_id, version, unit_id, indicator_id, period, outcome, left_value, missing, inputs)
       select r.id, 1, u.id, 7, p, (array['ok', 'failed', 'incomplete'])[1 + (n * n + length(p) + u.id) % 3], n, 0, '[]'
       from generate_series(1, 5) n, (select id from check_rule order by id limit 2) r,
         (select id from unit order by id limit 3) u, unnest(array['', '2026-08', '2026-09']) p order by n`,
    )
    const sql = await readFile('server/db/migrations/0185-check-standing.sql', 'utf8')
    const [fill] = /^with recursive[^;]*;/m.exec(sql) ?? []
    await pool.query('truncate check_standing')
    await pool.query(fill ?? '')
    const { rows } = await pool.query(
      `select rule_id, version, unit_id, indicator_id, period, at, outcome, left_value, agreed_at from check_standing
       order by rule_id, unit_id, indicator_id, period`,
    )
    const { rows: wanted } = await pool.query(
      `select distinct on (rule_id, unit_id, indicator_id, period) rule_id, version, unit_id, indicator_id, period, at,
         outcome, left_value, max(at) filter (where outcome = 'ok') over (partition by rule_id, unit_id, indicator_id, period)
           as agreed_at
       from check_result order by rule_id, unit_id, indicator_id, period, id desc`,
    )
    expect(rows).toHaveLength(18)
    expect(rows).toEqual(wanted)
  } finally {
    await server.stop()
  }
})
