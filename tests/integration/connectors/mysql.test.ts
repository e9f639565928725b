import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SqlSettings } from '../../../shared/api/connectors.ts'
import { MARIADBD, type MysqlSource, mysqlSource } from '../../fixtures/intake/mysql-source.ts'
import { load } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type Made, made } from './stage.ts'

const COLUMNS = 'chi_tieu as indicator, don_vi as unit, luc as `at`, gia_tri as value'

describe.skipIf(!MARIADBD)('a MariaDB (skipped where there is none: see MARIADBD)', () => {
  let server: TestServer
  let admin: Client
  let source: MysqlSource
  let sql: Made
  beforeAll(async () => {
    server = await startServer()
    admin = await server.as('administrator')
    source = await mysqlSource()
  }, 120_000)
  afterEach(async () => {
    await sql?.disable()
    await source.query('truncate so_lieu')
  })
  afterAll(async () => {
    await server?.stop()
    await source?.stop()
  })

  const settings = (more: Partial<SqlSettings> = {}): SqlSettings => ({
    ...{ kind: 'sql', dialect: 'mysql', host: '127.0.0.1', port: source.port, database: source.database },
    ...{ user: source.user, tls: 'off', every: 'PT1S', statementSeconds: 5, rowsLimit: 1_000 },
    query: `select ${COLUMNS}, id from so_lieu where id >= $1`,
    watermark: { column: 'id', start: '0' },
    allowPrivate: true,
    ...more,
  })
  const secret = () => ({ password: source.password })
  const stamp = (i: number) => load(i).at.replace('T', ' ').replace('Z', '')
  const put = async (...numbers: number[]) => {
    for (const i of numbers)
      await source.query(
        "insert into so_lieu (chi_tieu, don_vi, luc, gia_tri) values ('KTN-02', 'VN', ?, ?)",
        [stamp(i), load(i).value],
      )
  }
  const open = async (more: Partial<SqlSettings> = {}) => {
    sql = await made(server, admin, 'sql')
    const { status, body } = await sql.set(settings(more), secret())
    expect([status, body]).toMatchObject([200, {}])
  }
  const values = (...numbers: number[]) => numbers.map((i) => load(i).value)
  const count = async () => (await source.query('select count(*) n from so_lieu'))[0]?.n

  it('is read on from its watermark, page by page, across a stop', async () => {
    await put(1, 2, 3)
    await open({ rowsLimit: 2 })
    await eventually(async () => expect(await sql.values()).toEqual(values(1, 2, 3)))
    await eventually(async () => expect((await sql.messages()).at(-1)?.decoder).toBe('unchanged'))
    await sql.disable()
    const before = (await sql.messages()).length
    await put(4)
    await sql.enable()
    await eventually(async () => expect(await sql.values()).toEqual(values(1, 2, 3, 4)))
    const bodies = await Promise.all(
      (await sql.messages())
        .slice(before)
        .map(async (m) => (await server.app.intake.message(m.id)).body.toString()),
    )
    expect(bodies.join('\n')).not.toContain(`${load(2).value}`)
    expect(await sql.health()).toMatchObject({ failures: 0, lastError: null })
  })

  it('goes on from an instant to the microsecond, whose rows it neither misses nor doubles', async () => {
    await put(11, 12)
    await source.query("update so_lieu set ghi_luc = '2026-03-01 07:00:00.000001'")
    await open({
      query: `select ${COLUMNS}, ghi_luc from so_lieu where ghi_luc >= $1 /* not $1 */ and '$1' <> \`don_vi\``,
      watermark: { column: 'ghi_luc', start: '2026-01-01 00:00:00' },
    })
    await eventually(async () => expect(await sql.values()).toEqual(values(11, 12)))
    await put(13)
    await source.query("update so_lieu set ghi_luc = '2026-03-01 07:00:00.000002' where id > 2")
    await eventually(async () => expect(await sql.values()).toEqual(values(11, 12, 13)))
    expect((await sql.messages()).reduce((n, m) => n + m.accepted, 0)).toBe(3)
  })

  it('loses nothing of a value on the way: long numbers, bits, accents, an instant in its zone', async () => {
    await put(21)
    await open({
      query: `select ${COLUMNS}, id, cast('12345678901234567890.1234567890' as decimal(30,10)) dai,
        18446744073709551615 lon, co, _utf8mb4'Thừa Thiên Huế 🌀' ten, cast(null as char) trong,
        cast('0001-01-01' as date) ngay, 0.1e0 le from so_lieu where id >= $1`,
    })
    await eventually(async () => expect(await sql.messages()).not.toEqual([]))
    const [first] = await sql.messages()
    const { body } = await server.app.intake.message(first?.id ?? '')
    expect(body.toString().split('\n')[1]).toBe(
      `KTN-02,VN,${load(21).at.replace('.000Z', '.000000Z')},40021.0000000000,1,12345678901234567890.1234567890,18446744073709551615,5,Thừa Thiên Huế 🌀,,0001-01-01,0.1`,
    )
    await eventually(async () => expect(await sql.values()).toEqual(values(21)))
  })

  it('that is cut off in the middle is read again, and nothing is lost or doubled', async () => {
    await put(31)
    await open({ query: `select ${COLUMNS}, id, sleep(0.4) as cho from so_lieu where id >= $1` })
    await eventually(async () => expect(await sql.values()).toEqual(values(31)))
    await put(32)
    await eventually(async () => {
      await source.cut()
      expect((await sql.health()).lastError?.code).toBe('CUT_OFF')
    })
    await eventually(async () => expect(await sql.values()).toEqual(values(31, 32)))
    expect((await sql.messages()).reduce((n, m) => n + m.accepted, 0)).toBe(2)
  })

  it.each([
    [
      'TIMEOUT',
      { query: `select ${COLUMNS}, id, sleep(9) from so_lieu where id >= $1`, statementSeconds: 1 },
    ],
    ['QUERY_FAILED', { query: 'select * from khong_co where id >= $1' }],
    ['QUERY_FAILED', { query: 'select 1 where 1 >= $1) x; drop table so_lieu; select * from (select 1' }],
    ['QUERY_FAILED', { query: "select * from so_lieu where id >= $1 into outfile '/tmp/khong-duoc'" }],
    ['QUERY_FAILED', { database: 'khong_co' }],
    ['NO_WATERMARK', { query: `select ${COLUMNS}, nullif(id, id) as id from so_lieu where id >= $1` }],
    ['TOO_MANY_ROWS', { query: `select ${COLUMNS} from so_lieu`, watermark: null, rowsLimit: 1 }],
    ['WATERMARK_STUCK', { query: `select ${COLUMNS}, 7 as id from so_lieu where 7 >= $1`, rowsLimit: 1 }],
    ['CONNECT_FAILED', { port: 1 }],
    ['SIGN_IN_REFUSED', { user: 'khong_ai' }],
    // The test's server has no certificate.
    ['TLS_FAILED', { tls: 'require' }],
    ['ADDRESS_REFUSED', { allowPrivate: false }],
  ] as [string, Partial<SqlSettings>][])('is refused as %s, and nothing is read', async (code, more) => {
    await put(41, 42)
    await open(more)
    await sql.failing(code)
    expect((await sql.values()).length).toBeLessThan(code === 'WATERMARK_STUCK' ? 2 : 1)
    expect(await count()).toBe(2)
  })

  it('is not written to, even by a role that could, which the trial says', async () => {
    await put(51)
    await source.query(`grant insert, delete, execute on ${source.database}.* to ${source.user}@'127.0.0.1'`)
    await source.query(
      'create or replace function ghi() returns int modifies sql data begin delete from so_lieu; return 1; end',
    )
    await open({ query: `select ${COLUMNS}, id + ghi() as id from so_lieu where id >= $1` })
    await sql.failing('QUERY_WRITES')
    expect(await count()).toBe(1)
    expect((await sql.trial(settings(), {})).body.sql).toMatchObject({ rows: 1, mayWrite: true })
    await source.query(
      `revoke insert, delete, execute on ${source.database}.* from ${source.user}@'127.0.0.1'`,
    )
    const { status, body } = await sql.trial(settings(), {})
    expect([status, body.sql, body.preview.accepted]).toEqual([
      200,
      { rows: 1, mayWrite: false, watermark: '1' },
      1,
    ])
  })
})
