import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '../../../server/db/index.ts'
import { verifyMessages } from '../../../server/intake/index.ts'
import { agree, bodyOf, push } from '../../browser/wall/stage.ts'
import { agree as agreeSource } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

describe('the verification of stored messages', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    const key = await agree(await server.as('administrator'), 'EVN-KIEM', 'http-push', 'KTN-02')
    for (const value of [1, 2, 3]) await push(server, 'EVN-KIEM', key, bodyOf('KTN-02', 40_000 + value))
    const rows = Array.from({ length: 50 }, (_, i) => JSON.parse(bodyOf('KTN-02', i)).observations[0])
    // Large enough to be stored compressed.
    const long = rows.map((r, i) => ({ ...r, at: new Date(Date.now() - i * 1_000).toISOString() }))
    await push(server, 'EVN-KIEM', key, JSON.stringify({ observations: long }))
  })
  afterAll(() => server?.stop())

  /** What someone with the database in hand could do, the trigger put aside. */
  const tamper = (sql: string) =>
    transaction(server.app.db.pool, async (client) => {
      await client.query('alter table message disable trigger message_append_only')
      await client.query(sql)
      await client.query('alter table message enable trigger message_append_only')
    })

  test('finds every message intact', async () => {
    const seen: number[] = []
    const found = await verifyMessages(server.app.db.readPool, (n) => seen.push(n))
    expect(found).toMatchObject({ messages: 4, broken: [] })
    expect(seen.at(-1)).toBe(4)
  })

  test('names each whose bytes were changed, cut, or cannot be unpacked', async () => {
    const { rows } = await server.app.db.pool.query<{ id: string; encoding: string }>(
      'select id, body_encoding as encoding from message order by id',
    )
    expect(rows.map((r) => r.encoding)).toEqual(['identity', 'identity', 'identity', 'zstd'])
    const [first, second, , packed] = rows.map((r) => r.id)
    await tamper(`update message set body = set_byte(body, 5, get_byte(body, 5) # 1) where id = ${first}`)
    await tamper(`update message set body = substr(body, 1, 20) where id = ${second}`)
    await tamper(`update message set body = set_byte(body, 0, get_byte(body, 0) # 255) where id = ${packed}`)
    const { messages, broken } = await verifyMessages(server.app.db.readPool)
    expect(messages).toBe(4)
    expect(broken.map((b) => [b.id, b.connection])).toEqual([
      [first, 'EVN-KIEM'],
      [second, 'EVN-KIEM'],
      [packed, 'EVN-KIEM'],
    ])
    expect(broken.map((b) => b.problem.split(' ').slice(0, 2).join(' '))).toEqual([
      'SHA-256 is',
      '20 bytes',
      'cannot be',
    ])
  })

  test('holds a large payload once, however many messages brought it, and reads it back', async () => {
    const list = Array.from({ length: 3_000 }, (_, i) => ({
      ...JSON.parse(bodyOf('KTN-02', 40_000 + Math.random())).observations[0],
      at: new Date(Date.UTC(2026) + i * 1_000).toISOString(),
    }))
    const body = JSON.stringify({ observations: list })
    const large = await agreeSource(server.app, server.url)
    const ids: string[] = []
    for (const key of ['a', 'b', 'c']) {
      const { answer } = await large.push(body, { 'idempotency-key': key })
      ids.push(answer.message)
    }
    const { rows } = await server.app.db.pool.query<{ bodies: number; own: number }>(
      `select (select count(*)::int from message_body) as bodies, count(m.body)::int as own
       from message m where id = any($1::bigint[])`,
      [ids],
    )
    expect(rows).toEqual([{ bodies: 1, own: 0 }])
    for (const id of ids) {
      const { record, body: read } = await server.app.intake.message(id)
      expect([record.intact, read.toString() === body]).toEqual([true, true])
    }
    const { broken: before, messages } = await verifyMessages(server.app.db.readPool)
    expect([messages, before.filter((b) => ids.includes(b.id))]).toEqual([7, []])
    await transaction(server.app.db.pool, async (client) => {
      await client.query('alter table message_body disable trigger message_body_append_only')
      await client.query('update message_body set body = set_byte(body, 9, get_byte(body, 9) # 1)')
      await client.query('alter table message_body enable trigger message_body_append_only')
    })
    const { broken } = await verifyMessages(server.app.db.readPool)
    expect(broken.map((b) => b.id)).toEqual(expect.arrayContaining(ids))
  })
})
