import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../server/db/index.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

type Entry = { id: string; at: number; actor: string; action: string; detail: Record<string, unknown> }
let server: TestServer
let auditor: Client
beforeAll(async () => {
  server = await startServer()
  auditor = await server.as('auditor')
})
afterAll(() => server?.stop())

const verify = async () =>
  (await auditor.get<{ entries: number; broken: number; firstBroken: string | null }>('/api/audit/verify'))
    .body
/** What someone with the database in hand could do, the trigger put aside. */
async function tamper(sql: string, ...values: unknown[]): Promise<void> {
  await transaction(server.app.db.pool, async (client) => {
    await client.query('alter table audit_entry disable trigger audit_append_only')
    await client.query(sql, values)
    await client.query('alter table audit_entry enable trigger audit_append_only')
  })
}
const DETAIL = { b: 1, a: { d: [1.5, 'x', null], c: 'Trực ban "Hà Nội"' } }

describe('the chain', () => {
  let id: string
  let original: { detail: object; actor: string }
  beforeEach(async () => {
    await server.app.audit.record({ actor: 'account:thu', action: 'test.done', subject: 's', detail: DETAIL })
    await server.app.audit.record({ actor: 'account:thu', action: 'test.after' })
    const { rows } = await server.app.db.pool.query(
      "select id, actor, detail from audit_entry where action = 'test.done' order by id desc limit 1",
    )
    id = rows[0].id
    original = rows[0]
  })

  it('holds over entries of every shape, written one after another by many at once', async () => {
    await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        server.app.audit.record({ actor: 'system', action: 'test.burst', detail: { n } }),
      ),
    )
    const found = await verify()
    expect(found.firstBroken).toBeNull()
    expect(found.entries).toBeGreaterThan(26)
  })

  it.each([
    ['a changed detail', "update audit_entry set detail = '{}' where id = $1"],
    ['a changed actor', "update audit_entry set actor = 'account:khac' where id = $1"],
    ['a changed time', "update audit_entry set at = at + interval '1 second' where id = $1"],
  ])('shows %s', async (_, sql) => {
    const { rows } = await server.app.db.pool.query('select * from audit_entry where id = $1', [id])
    await tamper(sql, id)
    expect((await verify()).firstBroken).toBe(id)
    await tamper(
      'update audit_entry set detail = $2, actor = $3, at = $4 where id = $1',
      id,
      original.detail,
      original.actor,
      rows[0].at,
    )
    expect((await verify()).firstBroken).toBeNull()
  })

  it('holds over words that the database would keep otherwise: half a pair, NUL', async () => {
    const half = '\ud800'
    const odd = { username: `ai${half}`, password: 'x' }
    const refused = await server.anonymous.post<{ detail: object }>('/api/sign-in', odd)
    expect([refused.status, refused.body.detail]).toEqual([400, { field: 'username', reason: 'TEXT' }])
    // An emoji cut in two by the length kept of a name.
    const cut = { username: `${'x'.repeat(79)}😀`, password: 'x' }
    expect((await server.anonymous.post('/api/sign-in', cut)).status).toBe(401)
    await server.app.audit.record({
      ...{ actor: `account:${half}`, action: 'test.odd', subject: 'a\0b', address: half },
      detail: { [half]: [`${half}x`, 'a\0b'] },
    })
    expect((await verify()).firstBroken).toBeNull()
  })

  it('is walked past an entry that does not fit: what was changed later shows too', async () => {
    await server.app.audit.record({ actor: 'system', action: 'test.last' })
    const last = await server.app.db.pool.query('select max(id) id from audit_entry')
    for (const one of [id, last.rows[0].id])
      await tamper("update audit_entry set actor = actor || '!' where id = $1", one)
    expect(await verify()).toMatchObject({ broken: 2, firstBroken: id })
    for (const one of [id, last.rows[0].id])
      await tamper("update audit_entry set actor = rtrim(actor, '!') where id = $1", one)
    expect((await verify()).broken).toBe(0)
  })

  it('cannot be changed by the server’s own statements', async () => {
    for (const sql of [
      "update audit_entry set actor = 'x' where id = $1",
      'delete from audit_entry where id = $1',
    ])
      await expect(server.app.db.pool.query(sql, [id])).rejects.toThrow()
  })

  it('keeps no entry of what was rolled back', async () => {
    await transaction(server.app.db.pool, async (client) => {
      await server.app.audit.record({ actor: 'system', action: 'test.undone' }, client)
      throw new Error('undone')
    }).catch(() => undefined)
    const { body } = await auditor.get<Entry[]>('/api/audit?action=test.undone')
    expect(body).toEqual([])
    expect((await verify()).firstBroken).toBeNull()
  })

  it('shows a removed entry by the one after it', async () => {
    const after = await server.app.db.pool.query('select min(id) id from audit_entry where id > $1', [id])
    await tamper('delete from audit_entry where id = $1', id)
    expect((await verify()).firstBroken).toBe(after.rows[0].id)
  })
})

describe('reading', () => {
  it('gives newest first, in pages, by actor and kind of act, as JSON and CSV', async () => {
    await server.app.audit.record({
      actor: 'account:=cmd',
      action: 'read.one',
      detail: DETAIL,
      address: '::1',
    })
    await server.app.audit.record({ actor: 'system', action: 'read.two' })
    const all = (await auditor.get<Entry[]>('/api/audit?action=read.')).body
    expect(all.map((e) => e.action)).toEqual(['read.two', 'read.one'])
    expect(all[1]?.detail).toEqual(DETAIL)
    const page = await auditor.get<Entry[]>(`/api/audit?action=read.&limit=1&before=${all[0]?.id}`)
    expect(page.body.map((e) => e.id)).toEqual([all[1]?.id])
    expect((await auditor.get<Entry[]>('/api/audit?actor=system&action=read.')).body).toHaveLength(1)
    const response = await auditor.fetch('/api/audit?action=read.&format=csv')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const rows = parse<Record<string, string>>(await response.text(), { columns: true, bom: true })
    expect(rows.map((r) => [r.action, r.detail && JSON.parse(r.detail)])).toEqual([
      ['read.two', {}],
      ['read.one', DETAIL],
    ])
    expect(rows[0]?.at).toBe(new Date(all[0]?.at ?? 0).toISOString())
  })
})
