import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

const idOf = async (who: Client) =>
  (await who.get<{ principal: { id: number } }>('/api/me')).body.principal.id

it('two administrators who demote each other at once: one does, the other is told that he is the last', async () => {
  const { pool } = server.app.db
  const [one, two] = [await server.as('administrator'), await server.as('administrator')]
  const ids = [await idOf(one), await idOf(two)] as const
  const before = await pool.query<{ n: number }>(
    "select count(*)::int n from account where role = 'administrator' and enabled",
  )
  expect(before.rows[0]?.n).toBe(2)
  // Both have been let in, and wait for the same rows.
  const client = await pool.connect()
  await client.query('begin')
  await client.query('select from account where id = any($1) for update', [ids])
  const demote = (who: Client, id: number) =>
    who.send<{ code?: string; detail?: object }>('PATCH', `/api/accounts/${id}`, { role: 'duty' })
  const both = Promise.all([demote(one, ids[1]), demote(two, ids[0])])
  await eventually(async () => {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%account%'`,
    )
    expect(rows[0]?.n).toBe(2)
  })
  await client.query('commit')
  client.release()
  const answers = await both
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409])
  expect(answers.find((a) => a.status === 409)?.body.detail).toMatchObject({ reason: 'LAST_ADMINISTRATOR' })
  const left = await pool.query<{ n: number }>(
    "select count(*)::int n from account where role = 'administrator' and enabled",
  )
  expect(left.rows[0]?.n).toBe(1)
})
