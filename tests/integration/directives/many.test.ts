import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DirectiveBoard, DirectiveDetail, DirectiveView } from '../../../shared/api/directives.ts'
import { OPEN_LISTED } from '../../../shared/directive.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const DAY = 86_400_000
const MANY = 5_200
let fresh: Awaited<ReturnType<typeof freshDatabase>>
let server: TestServer
let leader: Client
let agency: Client
const board = async (as = leader) => (await as.get<DirectiveBoard>('/api/directives/board')).body
const list = async (query: string, as = leader) =>
  (await as.get<DirectiveView[]>(`/api/directives?${query}`)).body
const act = async (as: Client, id: number, kind: string, note: string | null = null) => {
  const { status } = await as.post<DirectiveDetail>(`/api/directives/${id}/acts`, { act: kind, note })
  expect(status).toBe(200)
}
const give = async (code: string, document: string | null = null) => {
  const { body } = await leader.post<DirectiveView[]>('/api/directives', {
    ...{ text: 'Việc', due: Date.now() + 90 * DAY, priority: 'normal', aim: null, addressees: [code] },
    ...{ document, session: null, shown: null, issue: true },
  })
  return body[0]?.id ?? 0
}

/** Years of tasks given before this server began: the first is over its time since two days, the others have months. */
beforeAll(async () => {
  fresh = await freshDatabase()
  const env = { DATABASE_URL: fresh.url }
  const first = await startServer(env)
  await first.as('leader', 'VN')
  const now = first.app.catalogue.now()
  const units = ['22', '01'].map((code) => now.unitInForce(code, Date.now())?.id)
  const { pool } = first.app.db
  await pool.query(
    `insert into directive (batch, addressee_id, simulated, created_by, created_at)
     select gen_random_uuid(), case when n = 1 then $2::int else $3::int end, false, a.id, now() - interval '99 days'
     from generate_series(1, $1::int) n, (select min(id) id from account) a order by n`,
    [MANY, ...units],
  )
  await pool.query(
    `insert into directive_version (directive_id, version, text, due, priority, by)
     select d.id, 1, 'Việc', now() + case when d.id = 1 then interval '-2 days' else interval '90 days' end, 'normal', created_by
     from directive d`,
  )
  await pool.query(
    `insert into directive_step (directive_id, n, kind, at, by)
     select d.id, k.n, k.kind, d.created_at, d.created_by
     from directive d, unnest(array['drafted', 'issue']) with ordinality k(kind, n)`,
  )
  await first.stop()
  server = await startServer(env)
  leader = await server.as('administrator')
  agency = await server.as('agency', '22')
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await fresh?.drop()
})

describe('among very many directives', () => {
  it('the oldest, and most overdue, is counted, called for, and first of the list', async () => {
    expect((await board()).total).toMatchObject({ total: MANY, openOverdue: 1, openInTime: MANY - 1 })
    await eventually(() =>
      expect(server.app.duty.rows().filter((r) => r.kind === 'directive')).toMatchObject([
        { subject: '1', state: 'late' },
      ]),
    )
    const open = await list('which=open')
    expect(open).toHaveLength(OPEN_LISTED)
    expect(open[0]).toMatchObject({ id: 1, published: 'openOverdue' })
    expect((await list('which=all'))[0]?.id).toBe(1)
    expect(server.app.directives.open()).toHaveLength(MANY)
  })

  it('an agency is told of its own alone', async () => {
    expect((await board(agency)).total).toMatchObject({ total: 1, openOverdue: 1 })
    expect((await list('which=open', agency)).map((d) => d.id)).toEqual([1])
  })

  it('what ends goes from the open to the done, by each of what it is counted by', async () => {
    const before = await board()
    const [onTime, withdrawn] = [await give('22', 'NQ 1'), await give('22', 'NQ 1')]
    for (const kind of ['accept', 'complete'])
      for (const id of [onTime, 1]) await act(agency, id, kind, kind === 'complete' ? 'Xong' : null)
    for (const id of [onTime, 1]) await act(leader, id, 'close')
    await act(leader, withdrawn, 'withdraw', 'Thôi')
    const { total, addressees, documents, dues } = await board()
    expect(total).toEqual({ ...before.total, total: MANY + 1, doneOnTime: 1, doneLate: 1, openOverdue: 0 })
    const done = { total: 2, doneOnTime: 1, doneLate: 1, openInTime: 0, openOverdue: 0 }
    expect(addressees.find((a) => a.unit.code === '22')).toMatchObject(done)
    expect(documents).toEqual([
      { document: 'NQ 1', total: 1, doneOnTime: 1, doneLate: 0, openInTime: 0, openOverdue: 0 },
    ])
    expect(dues.find((d) => d.due === 'done')).toMatchObject(done)
    expect((await list('which=done')).map((d) => d.id)).toEqual([withdrawn, onTime, 1])
    await eventually(() => expect(server.app.duty.rows().filter((r) => r.kind === 'directive')).toEqual([]))
  })

  it('how those ended that were there before is read from their steps', async () => {
    const { pool } = server.app.db
    const ends = async () =>
      (await pool.query('select directive_id, outcome from directive_end order by 1')).rows
    const kept = await ends()
    expect(kept).toHaveLength(3)
    await expect(pool.query('delete from directive_end')).rejects.toThrow(/append-only/)
    const sql = await readFile('server/db/migrations/0186-directive-end.sql', 'utf8')
    const [fill] = /^insert into directive_end[^;]*;/m.exec(sql) ?? []
    await pool.query('truncate directive_end')
    await pool.query(fill ?? '')
    expect(await ends()).toEqual(kept)
  })
})
