import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree, count, load, push, type Source } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let source: Source
beforeAll(async () => {
  server = await startServer({ BODY_LIMIT: '200000', ROWS_LIMIT: '500' })
  source = await agree(server.app, server.url)
})
afterAll(() => server?.stop())

describe('HTTP push', () => {
  it('answers after the commit, tells the bus, keeps the raw message and its hash', async () => {
    const told: unknown[] = []
    const off = server.app.bus.on('observations', ({ rows, message }) => told.push([message.id, rows]))
    const { status, answer } = await source.push({ observations: [load(1), load(2, 'x')] })
    off()
    expect(status).toBe(200)
    expect(answer).toMatchObject({ accepted: 1, unchanged: 0, refused: 1, repeated: false })
    expect(answer.rows).toEqual([expect.objectContaining({ row: 2, code: 'NOT_A_NUMBER', field: 'value' })])
    expect(told).toEqual([
      [answer.message, [expect.objectContaining({ value: 40_001, revision: 0, isLatest: true })]],
    ])
    const { record, body } = await server.app.intake.message(answer.message)
    expect(record).toMatchObject({ sha256: answer.sha256, intact: true, accepted: 1, refused: 1 })
    expect(JSON.parse(body.toString())).toEqual({ observations: [load(1), load(2, 'x')] })
  })

  it('takes JSON, NDJSON and CSV, plain and gzipped', async () => {
    const csv = (i: number) => `indicator,unit,at,value\nKTN-02,VN,${load(i).at},${load(i).value}\n`
    const bodies: [string, string][] = [
      [JSON.stringify({ observations: [load(11)] }), 'application/json'],
      [`${JSON.stringify(load(12))}\n${JSON.stringify(load(13))}\n`, 'application/x-ndjson'],
      [csv(14), 'text/csv; charset=utf-8'],
    ]
    for (const [body, type] of bodies)
      expect((await source.push(body, { 'content-type': type })).answer).toMatchObject({ refused: 0 })
    const zipped = await source.push(gzipSync(csv(15)), {
      'content-type': 'text/csv',
      'content-encoding': 'gzip',
    })
    expect(zipped.answer).toMatchObject({ accepted: 1 })
    const utf16 = await source.push(Buffer.from(`\uFEFF${csv(16)}`, 'utf16le'), {
      'content-type': 'text/csv',
    })
    expect(utf16.answer).toMatchObject({ accepted: 1 })
  })

  it('numbers revisions and counts what says nothing new', async () => {
    const answers = []
    for (const [key, value] of [
      ['a', 1],
      ['b', 1],
      ['c', 2],
      ['d', 1],
    ] as const)
      answers.push(
        (await source.push({ observations: [load(30, value)] }, { 'idempotency-key': key })).answer,
      )
    expect(answers.map((a) => [a.accepted, a.unchanged])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [1, 0],
    ])
    const { rows } = await server.app.db.pool.query(
      'select value, revision from observation where valid_from = $1 order by revision',
      [load(30).at],
    )
    expect(rows).toEqual([
      { value: 1, revision: 0 },
      { value: 2, revision: 1 },
      { value: 1, revision: 2 },
    ])
  })

  it('never lets a simulated figure take the place of a real one', async () => {
    const simulated = await agree(server.app, server.url, undefined, undefined, true)
    await simulated.push({ observations: [load(40, 1)] })
    expect((await source.push({ observations: [load(40, 2)] })).answer).toMatchObject({ accepted: 1 })
    expect((await simulated.push({ observations: [load(40, 3)] })).answer).toMatchObject({
      accepted: 0,
      unchanged: 1,
    })
    const { rows } = await server.app.db.pool.query(
      'select value, simulated from observation where valid_from = $1 order by revision',
      [load(40).at],
    )
    expect(rows).toEqual([
      { value: 1, simulated: true },
      { value: 2, simulated: false },
    ])
  })

  it('keeps the newest value of the series, whatever comes after', async () => {
    await source.push({ observations: [load(5000, 7)] })
    await source.push({ observations: [load(4000, 8)] })
    const { rows } = await server.app.db.pool.query('select value from latest where valid_to = $1', [
      load(5000).at,
    ])
    expect(rows).toEqual([{ value: 7 }])
  })

  it('refuses a whole body it cannot read, with a stable code, and stays up', async () => {
    const send = async (body: string | Buffer, headers: Record<string, string> = {}) => {
      const { status, error } = await source.push(body, headers)
      return [status, error.code]
    }
    const good = JSON.stringify({ observations: [load(50)] })
    expect(await send(gzipSync(good).subarray(0, 40), { 'content-encoding': 'gzip' })).toEqual([
      400,
      'BROKEN_ENCODING',
    ])
    expect(await send(good, { 'content-encoding': 'gzip' })).toEqual([400, 'BROKEN_ENCODING'])
    expect(await send(good, { 'content-encoding': 'rar' })).toEqual([415, 'UNKNOWN_TYPE'])
    expect(await send(good, { 'content-type': 'application/pdf' })).toEqual([415, 'UNKNOWN_TYPE'])
    expect(await send('{"observations":[')).toEqual([400, 'BAD_BODY'])
    expect(await send('{}')).toEqual([400, 'BAD_BODY'])
    expect(await send(Buffer.from('{"x":1}', 'utf16le'))).toEqual([400, 'NOT_UTF8'])
    expect(await send('time,yoy\n2013Q4,5\n', { 'content-type': 'text/csv' })).toEqual([400, 'BAD_BODY'])
    expect(await send(Buffer.alloc(300_000, 32))).toEqual([413, 'TOO_LARGE'])
    expect(await send(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' })).toEqual([
      413,
      'TOO_LARGE',
    ])
    const rows = Array.from({ length: 501 }, (_, i) => load(i))
    expect(
      await send(rows.map((r) => JSON.stringify(r)).join('\n'), { 'content-type': 'application/x-ndjson' }),
    ).toEqual([413, 'TOO_MANY_ROWS'])
    expect((await source.push(good)).answer).toMatchObject({ accepted: 1 })
  })

  it('refuses a wrong, a revoked and a disabled key before reading the body', async () => {
    const other = await agree(server.app, server.url)
    const body = { observations: [load(60)] }
    const tried = async (key: string, id = other.id) => {
      const { status, error } = await push(server.url, id, key, body)
      return [status, error.code]
    }
    expect(await tried('x'.repeat(43))).toEqual([401, 'UNAUTHENTICATED'])
    expect(await tried(source.key)).toEqual([401, 'UNAUTHENTICATED'])
    expect(await tried(other.key, 'NOBODY')).toEqual([401, 'UNAUTHENTICATED'])
    const { key } = await server.app.intake.connections.rekey(other.id, 'system')
    expect(await tried(other.key)).toEqual([401, 'KEY_REVOKED'])
    await server.app.intake.connections.setEnabled(other.id, false, 'system')
    expect(await tried(key)).toEqual([403, 'CONNECTION_DISABLED'])
    await server.app.intake.connections.setEnabled(other.id, true, 'system')
    expect((await push(server.url, other.id, key, body)).answer).toMatchObject({ accepted: 1 })
  })

  it('is not harmed by a half-sent request', async () => {
    const before = await count(server.app, 'message', source.id)
    const { port, hostname } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write(
      `POST /api/connections/${source.id}/observations HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${source.key}\r\n` +
        'content-type: application/json\r\ncontent-length: 5000\r\n\r\n{"observations":[',
    )
    socket.destroy()
    expect((await source.push({ observations: [load(70)] })).answer).toMatchObject({ accepted: 1 })
    expect(await count(server.app, 'message', source.id)).toBe(before + 1)
  })

  it('slows a connection that sends too often, and no other', async () => {
    const busy = await agree(server.app, server.url)
    // So many that a machine which takes them ten times slower than it should is still too fast for them.
    const results = await Promise.all(
      Array.from({ length: 1_500 }, (_, i) => busy.push({ observations: [load(10_000 + i)] })),
    )
    const limited = results.filter((r) => r.status === 429)
    expect(limited.length).toBeGreaterThan(0)
    expect(limited[0]?.error.code).toBe('RATE_LIMITED')
    expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await source.push({ observations: [load(80)] })).status).toBe(200)
    expect(await count(server.app, 'observation', busy.id)).toBe(1_500 - limited.length)
  })
})
