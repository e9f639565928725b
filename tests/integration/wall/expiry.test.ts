import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropProofs } from '../../../server/wall/expiry.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { pair } from './stage.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

test('what a screen said it shows goes after its term and not before, and the record says how much went', async () => {
  const { id } = await pair(server)
  const { pool } = server.app.db
  const add = async (daysAgo: number, sameAs: string | null = null) => {
    const { rows } = await pool.query<{ id: string }>(
      `insert into screen_proof (screen_id, at, why, scene, epoch, sha256, agrees, same_as, shown)
       values ($1, now() - make_interval(days => $2), 'beat', '1.1', 1, '\\x00', true, $3, $4) returning id`,
      [id, daysAgo, sameAs, sameAs ? null : '[]'],
    )
    return rows[0]?.id ?? ''
  }
  const held = await add(401)
  const young = await add(399, held)
  const old = await add(401)
  await add(500, old)
  const left = async () =>
    (await pool.query<{ id: string }>('select id from screen_proof order by id')).rows.map((r) => r.id)
  expect(await dropProofs(server.app, 400)).toBe(1)
  expect(await dropProofs(server.app, 400)).toBe(1)
  expect(await dropProofs(server.app, 400)).toBe(0)
  expect(await left()).toEqual([held, young])
  const { rows } = await pool.query<{ count: string }>(
    "select count(*) from audit_entry where action = 'screen.proofs-expired'",
  )
  expect(rows[0]?.count).toBe('2')
  await expect(pool.query('delete from screen_proof')).rejects.toThrow('append-only')
})
