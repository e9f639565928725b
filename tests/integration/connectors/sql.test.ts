import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SqlSettings } from '../../../shared/api/connectors.ts'
import { type PgSource, pgSource } from '../../fixtures/intake/pg-source.ts'
import { load } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type Made, made } from './stage.ts'

let server: TestServer
let admin: Client
let source: PgSource
let sql: Made
beforeAll(async () => {
  server = await startServer()
  admin = await server.as('administrator')
  source = await pgSource()
})
afterEach(async () => {
  await sql?.disable()
  await source.query('truncate so_lieu')
})
afterAll(async () => {
  await server?.stop()
  await source?.stop()
})

const COLUMNS = 'chi_tieu as indicator, don_vi as unit, luc as at, gia_tri as value'
const settings = (more: Partial<SqlSettings> = {}): SqlSettings => ({
  kind: 'sql',
  host: '127.0.0.1',
  port: source.port,
  database: source.database,
  user: source.user,
  tls: 'off',
  query: `select ${COLUMNS}, id from so_lieu where id >= $1`,
  watermark: { column: 'id', start: '0' },
  every: 'PT1S',
  statementSeconds: 5,
  rowsLimit: 1_000,
  allowPrivate: true,
  ...more,
})
const secret = () => ({ password: source.password })
const put = async (...numbers: number[]) => {
  for (const i of numbers)
    await source.query(
      "insert into so_lieu (chi_tieu, don_vi, luc, gia_tri) values ('KTN-02', 'VN', $1, $2)",
      [load(i).at, load(i).value],
    )
}
const open = async (more: Partial<SqlSettings> = {}) => {
  sql = await made(server, admin, 'sql')
  const { status, body } = await sql.set(settings(more), secret())
  expect([status, body]).toMatchObject([200, {}])
}
const values = (...numbers: number[]) => numbers.map((i) => load(i).value)

describe('a database that is read', () => {
  it('is read on from its watermark, keeps what was read as the message, and says when nothing changed', async () => {
    await put(1, 2, 3)
    await open({ rowsLimit: 2 })
    await eventually(async () => expect(await sql.values()).toEqual(values(1, 2, 3)))
    await put(4)
    await eventually(async () => expect(await sql.values()).toEqual(values(1, 2, 3, 4)))
    await eventually(async () => expect((await sql.messages()).at(-1)?.decoder).toBe('unchanged'))
    const [first] = await sql.messages()
    const { body, record } = await server.app.intake.message(first?.id ?? '')
    expect(record.intact).toBe(true)
    expect(body.toString().split('\n').slice(0, 2)).toEqual([
      'indicator,unit,at,value,id',
      `KTN-02,VN,${load(1).at.replace('.000Z', 'Z')},40001,1`,
    ])
    expect(await sql.health()).toMatchObject({ failures: 0, lastError: null })
  })

  it('goes on where it was after a stop, and asks anew for another query', async () => {
    await put(11, 12)
    await open()
    await eventually(async () => expect(await sql.values()).toEqual(values(11, 12)))
    await sql.disable()
    const before = (await sql.messages()).length
    await put(13)
    await sql.enable()
    await eventually(async () => expect(await sql.values()).toEqual(values(11, 12, 13)))
    const bodies = await Promise.all(
      (await sql.messages())
        .slice(before)
        .map(async (m) => (await server.app.intake.message(m.id)).body.toString()),
    )
    // The last one read is asked for again, what lies before it is not.
    expect(bodies.join('\n')).not.toContain(`${load(11).value},`)
    await sql.set(settings({ query: `select ${COLUMNS}, id from so_lieu where id >= $1 and gia_tri > 0` }))
    await eventually(async () =>
      expect(
        (await sql.messages()).filter((m) => m.settings_version === 2 && m.decoder === 'csv'),
      ).toHaveLength(1),
    )
  })

  it('that is cut off in the middle is read again, and nothing is lost or doubled', async () => {
    await put(21)
    await open({ query: `select ${COLUMNS}, id, pg_sleep(0.4) as cho from so_lieu where id >= $1` })
    await eventually(async () => expect(await sql.values()).toEqual(values(21)))
    await put(22)
    await eventually(async () => {
      await source.cut()
      expect((await sql.health()).lastError?.code).toBe('CUT_OFF')
    })
    await eventually(async () => expect(await sql.values()).toEqual(values(21, 22)))
    expect((await sql.messages()).reduce((n, m) => n + m.accepted, 0)).toBe(2)
  })
})

describe('a query that must not be', () => {
  it.each([
    [
      'TIMEOUT',
      { query: `select ${COLUMNS}, id, pg_sleep(9) from so_lieu where id >= $1`, statementSeconds: 1 },
    ],
    ['QUERY_FAILED', { query: 'select * from khong_co where id >= $1' }],
    ['QUERY_FAILED', { query: 'select 1 where 1 >= $1) x; drop table so_lieu; select * from (select 1' }],
    ['NO_WATERMARK', { query: `select ${COLUMNS}, nullif(id, id) as id from so_lieu where id >= $1` }],
    ['TOO_MANY_ROWS', { query: `select ${COLUMNS} from so_lieu`, watermark: null, rowsLimit: 1 }],
    [
      'WATERMARK_STUCK',
      { query: `select ${COLUMNS}, 7 as id from so_lieu where 7 >= $1::int`, rowsLimit: 1 },
    ],
    ['CONNECT_FAILED', { port: 1 }],
    ['SIGN_IN_REFUSED', { user: 'khong_ai' }],
    ['ADDRESS_REFUSED', { allowPrivate: false }],
    ['NAME_UNKNOWN', { host: 'khong-co.invalid' }],
  ] as [string, Partial<SqlSettings>][])('is named %s, and reads nothing', async (code, more) => {
    await put(31, 32)
    await open(more)
    await sql.failing(code)
    expect((await sql.values()).length).toBeLessThan(code === 'WATERMARK_STUCK' ? 2 : 1)
    expect((await source.query('select count(*)::int n from so_lieu')).rows).toEqual([{ n: 2 }])
  })

  it('and writes in the role’s own name are refused by the transaction', async () => {
    await put(41)
    await source.query(`grant insert, delete on so_lieu to ${source.user}`)
    await source.query(
      'create or replace function ghi() returns int language sql as $$ delete from so_lieu; select 1 $$',
    )
    await open({ query: `select ${COLUMNS}, id + ghi() as id from so_lieu where id >= $1` })
    await sql.failing('QUERY_WRITES')
    expect((await source.query('select count(*)::int n from so_lieu')).rows).toEqual([{ n: 1 }])
    const tried = await sql.trial(settings(), {})
    expect(tried.body.sql).toMatchObject({ rows: 1, mayWrite: true })
    await source.query(`revoke insert, delete on so_lieu from ${source.user}`)
  })

  it('is not even saved when it is no SELECT, or its watermark is not used', async () => {
    sql = await made(server, admin, 'sql')
    for (const [field, more] of [
      ['settings.query', { query: 'delete from so_lieu where id >= $1' }],
      ['settings.query', { query: `select ${COLUMNS}, id from so_lieu` }],
      ['settings.watermark', { watermark: null }],
      ['settings.every', { every: 'PT0S' }],
      ['settings.port', { port: 0 }],
    ] as const)
      expect(await sql.set(settings(more), secret())).toMatchObject({
        status: 400,
        body: { detail: { field } },
      })
    expect((await sql.health()).state).toBe('unset')
  })
})

describe('the trial of a query', () => {
  it('shows the rows as they would be read, whether the role could write, and writes nothing', async () => {
    await put(51)
    sql = await made(server, admin, 'sql')
    const { status, body } = await sql.trial(settings(), secret())
    expect([status, body.sql, body.preview.accepted]).toEqual([
      200,
      { rows: 1, mayWrite: false, watermark: expect.stringMatching(/^\d+$/) },
      1,
    ])
    expect(body.start).toContain('indicator,unit,at,value,id')
    expect(await sql.messages()).toEqual([])
    const refused = await sql.trial(settings({ user: 'khong_ai' }), secret())
    expect(refused.body.detail.fetch?.code).toBe('SIGN_IN_REFUSED')
  })
})
