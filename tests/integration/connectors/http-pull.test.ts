import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HealthView, PullSettings, SettingsView, TrialView } from '../../../shared/api/connectors.ts'
import { load } from '../../fixtures/intake/source.ts'
import { type WebSource, webSource } from '../../fixtures/intake/web-source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let admin: Client
let web: WebSource
const LIMIT = 200_000
const SECRET = 'Bearer khong-ai-duoc-thay'
beforeAll(async () => {
  server = await startServer({ BODY_LIMIT: String(LIMIT) })
  admin = await server.as('administrator')
  web = await webSource()
})
afterAll(async () => {
  await server?.stop()
  await web?.stop()
})

let n = 0
let id = ''
async function connection(): Promise<string> {
  id = `PULL-${++n}`
  const made = await admin.post('/api/connections', {
    id,
    agencyCode: 'VN',
    name: { vi: 'Nguồn lấy về', en: 'A pulled source' },
    connector: 'http-pull',
    contract: {
      times: { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null },
      series: [{ indicator: 'KTN-02', units: ['VN'], min: 0, max: 100_000 }],
    },
  })
  expect(made.status).toBe(201)
  return id
}
/** No source is asked on after its test. */
afterEach(async () => {
  await admin.post(`/api/connections/${id}/disable`, {})
  web.asked.length = 0
})

const settings = (path: string, more: Partial<PullSettings> = {}): PullSettings => ({
  kind: 'http-pull',
  url: `${web.url}${path}`,
  every: 'PT1S',
  format: 'json',
  headers: {},
  secretHeaders: [],
  cursor: null,
  allowPrivate: true,
  connectSeconds: 2,
  totalSeconds: 2,
  ...more,
})
const set = async (s: PullSettings, secrets: Record<string, string> = {}) => {
  const at = `/api/connections/${id}/settings`
  const after = (await admin.get<SettingsView>(at)).body.current?.version ?? 0
  return admin.post<SettingsView>(at, { settings: s, secrets, after })
}
const trial = (s: PullSettings, secrets: Record<string, string> = {}) =>
  admin.post<TrialView & { code: string; detail: { fetch?: { code: string }; field?: string } }>(
    `/api/connections/${id}/trial`,
    { settings: s, secrets },
  )
const health = async () => (await admin.get<HealthView>(`/api/connections/${id}/health`)).body
const failing = (code: string) => eventually(async () => expect((await health()).lastError?.code).toBe(code))
const messages = async () =>
  (
    await server.app.db.pool.query<{
      decoder: string
      accepted: number
      refused: number
      settings_version: number
      body: string
    }>(
      'select decoder, accepted, refused, settings_version from message where connection_id = $1 order by id',
      [id],
    )
  ).rows
const json = (...rows: unknown[]) => JSON.stringify({ observations: rows })

describe('a source that is fetched', () => {
  it('is taken in, with the settings it was read under, and its silence is told from its saying "unchanged"', async () => {
    await connection()
    expect((await health()).state).toBe('unset')
    web.answer((request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304, { etag: '"v1"' }).end()
      return response
        .writeHead(200, { etag: '"v1"', 'content-encoding': 'gzip' })
        .end(gzipSync(json(load(1), load(2, 'x'))))
    })
    expect((await set(settings('/a'))).body.current?.version).toBe(1)
    await eventually(async () => {
      const [first, second] = await messages()
      expect(first).toEqual({ decoder: 'json', accepted: 1, refused: 1, settings_version: 1 })
      expect(second).toEqual({ decoder: 'unchanged', accepted: 0, refused: 0, settings_version: 1 })
    })
    expect(web.asked[0]?.headers['if-none-match']).toBeUndefined()
    const told = await health()
    expect(told).toMatchObject({ failures: 0, lastError: null })
    expect(told.lastContactAt).toBeGreaterThan(told.lastDeliveryAt ?? Number.POSITIVE_INFINITY)
    // The next settings are the next version, and what is read by them says so; the address is new, so all is fetched.
    expect((await set(settings('/b'))).body.versions.map((v) => v.version)).toEqual([2, 1])
    await eventually(async () =>
      expect((await messages()).filter((m) => m.decoder === 'json').map((m) => m.settings_version)).toEqual([
        1, 2,
      ]),
    )
  })

  it('is asked for all of it again by new settings and under a new contract, though nothing changed there', async () => {
    await connection()
    web.answer((request, response) =>
      request.headers['if-none-match']
        ? response.writeHead(304).end()
        : response.writeHead(200, { etag: '"x"' }).end(json(load(8, 250_000))),
    )
    const read = async () =>
      (await messages()).filter((m) => m.decoder === 'json').map((m) => [m.settings_version, m.accepted])
    await set(settings('/again'))
    await eventually(async () => expect(await read()).toEqual([[1, 0]]))
    await server.app.intake.connections.newContract(
      id,
      {
        times: { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null },
        series: [{ indicator: 'KTN-02', units: ['VN'] }],
      },
      'system',
    )
    await eventually(async () =>
      expect(await read()).toEqual([
        [1, 0],
        [1, 1],
      ]),
    )
    await set(settings('/again', { headers: { accept: 'application/json' } }))
    await eventually(async () => expect((await read()).at(-1)?.[0]).toBe(2))
    await eventually(() => expect(web.asked.at(-1)?.headers['if-none-match']).toBe('"x"'))
  })

  it('that cannot say "unchanged" says so by sending the same again: written once, counted as contact', async () => {
    await connection()
    web.answer((_, response) =>
      response.writeHead(200, { 'set-cookie': 'session=bi-mat' }).end(json(load(5), load(6))),
    )
    await set(settings('/same'))
    await eventually(async () => expect((await messages()).length).toBeGreaterThanOrEqual(3))
    const all = await messages()
    expect(all.map((m) => [m.decoder, m.accepted]).slice(0, 3)).toEqual([
      ['json', 2],
      ['unchanged', 0],
      ['unchanged', 0],
    ])
    const { rows } = await server.app.db.pool.query<{ id: string }>(
      'select id from message where connection_id = $1 order by id desc limit 1',
      [id],
    )
    const { record, body } = await server.app.intake.message(rows[0]?.id ?? '')
    expect(record.intact).toBe(true)
    expect(body.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(body.toString()).not.toContain('bi-mat')
  })

  it('that goes back to what it said before another value takes that value back', async () => {
    await connection()
    const said = [5, 50, 5]
    web.answer((_, response) => response.end(json(load(7, said.length > 1 ? said.shift() : said[0]))))
    await set(settings('/back'))
    await eventually(async () => expect((await messages()).filter((m) => m.accepted)).toHaveLength(3))
    const { rows } = await server.app.db.pool.query<{ value: number }>(
      'select value from observation where valid_from = $1 order by revision',
      [load(7).at],
    )
    expect(rows.map((r) => r.value)).toEqual([5, 50, 5])
  })

  it('is read on by its cursor, which moves only with what was written', async () => {
    await connection()
    const pages: Record<string, unknown> = {
      '': { observations: [load(11)], next: 'p2' },
      p2: { observations: [load(12)], next: 'p3' },
      p3: { observations: [load(13)], next: null },
    }
    let broken = true
    web.answer((request, response) => {
      const at = new URL(request.url ?? '', web.url).searchParams.get('after') ?? ''
      if (at === 'p3' && broken) return response.writeHead(503).end()
      return response.end(JSON.stringify(pages[at]))
    })
    await set(settings('/list?kind=load', { cursor: { parameter: 'after', pointer: '/next' } }))
    await failing('BAD_STATUS')
    expect((await messages()).map((m) => m.accepted)).toEqual([1, 1])
    broken = false
    await eventually(async () =>
      expect((await messages()).slice(0, 3).map((m) => m.accepted)).toEqual([1, 1, 1]),
    )
    expect(web.asked.map((a) => a.path).slice(0, 3)).toEqual([
      '/list?kind=load',
      '/list?kind=load&after=p2',
      '/list?kind=load&after=p3',
    ])
    // No page that was written is asked for again.
    expect(web.asked.filter((a) => !a.path.includes('after=p3'))).toHaveLength(2)
    // A source without more is asked again where it ended, not from the beginning.
    await eventually(() => expect(web.asked.at(-1)?.path).toBe('/list?kind=load&after=p3'))
  })

  it('waits longer after each failure, and goes on by itself when the source is back', async () => {
    await connection()
    web.answer((_, response) => response.writeHead(500).end())
    await set(settings('/down'))
    await eventually(async () => expect((await health()).failures).toBeGreaterThanOrEqual(3))
    const told = await health()
    expect(told).toMatchObject({
      state: 'failing',
      lastError: { code: 'BAD_STATUS', detail: { status: 500 } },
    })
    expect(told.lastError?.message.vi).toContain('mã lỗi')
    web.answer((_, response) => response.end(json(load(21))))
    await eventually(async () => expect(await health()).toMatchObject({ failures: 0, lastError: null }))
    expect((await messages())[0]).toMatchObject({ accepted: 1 })
  })

  it('stops with its connection, and goes on where it was', async () => {
    await connection()
    web.answer((request, response) =>
      request.headers['if-none-match']
        ? response.writeHead(304).end()
        : response.writeHead(200, { etag: '"x"' }).end(json(load(31))),
    )
    await set(settings('/stop'))
    await eventually(async () => expect((await messages()).length).toBe(1))
    await admin.post(`/api/connections/${id}/disable`, {})
    await eventually(async () => expect((await health()).state).toBe('disabled'))
    web.asked.length = 0
    await admin.post(`/api/connections/${id}/enable`, {})
    await eventually(() => expect(web.asked[0]?.headers['if-none-match']).toBe('"x"'))
  })
})

describe('a source that misbehaves', () => {
  const drip = () => {
    const timers: NodeJS.Timeout[] = []
    return {
      stop: () => timers.forEach(clearInterval),
      to: (write: () => void) => timers.push(setInterval(write, 50)),
    }
  }
  it.each([
    ['answers for ever', 'TIMEOUT'],
    ['never answers', 'TIMEOUT'],
    ['sends more than the limit', 'ANSWER_TOO_LARGE'],
    ['packs more than the limit into little', 'ANSWER_TOO_LARGE'],
    ['breaks off', 'CUT_OFF'],
    ['packs badly', 'BAD_ANSWER'],
    ['is no HTTP', 'BAD_ANSWER'],
    ['redirects for ever', 'BAD_REDIRECT'],
    ['redirects to a file', 'BAD_REDIRECT'],
    ['says unchanged though nothing is known of it', 'BAD_STATUS'],
  ])('that %s is named %s, and nothing of it is written', async (what, code) => {
    await connection()
    const slow = drip()
    web.answer((request, response) => {
      switch (what) {
        case 'answers for ever':
          response.writeHead(200)
          return slow.to(() => response.write(' '))
        case 'never answers':
          return
        case 'sends more than the limit':
          response.writeHead(200)
          return slow.to(() => response.write(Buffer.alloc(LIMIT / 4, 32)))
        case 'packs more than the limit into little':
          return response
            .writeHead(200, { 'content-encoding': 'gzip' })
            .end(gzipSync(Buffer.alloc(LIMIT * 50, 32)))
        case 'breaks off':
          response.writeHead(200, { 'content-length': '1000' }).write('{')
          return setTimeout(() => request.socket.destroy(), 50)
        case 'packs badly':
          return response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip')
        case 'is no HTTP':
          return request.socket.end('220 smtp ready\r\n')
        case 'redirects for ever':
          return response.writeHead(302, { location: '/again' }).end()
        case 'redirects to a file':
          return response.writeHead(302, { location: 'file:///etc/passwd' }).end()
        default:
          return response.writeHead(304).end()
      }
    })
    expect((await trial(settings('/'))).body.detail.fetch?.code).toBe(code)
    await set(settings('/'))
    await failing(code)
    expect(await messages()).toEqual([])
    slow.stop()
  })

  it('that sends what cannot be read fails by the code of the decoder', async () => {
    await connection()
    web.answer((_, response) => response.end('<html>'))
    await set(settings('/'))
    await failing('BAD_BODY')
    expect(await messages()).toEqual([])
  })
})

describe('an address inside', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::1]:PORT/',
    'http://2130706433:PORT/',
    'http://localhost:PORT/',
    'http://169.254.169.254/',
    'http://0.0.0.0:PORT/',
  ])('%s is not asked unless it is allowed', async (pattern) => {
    await connection()
    const url = pattern.replace('PORT', new URL(web.url).port)
    const { body } = await trial(settings('/', { url, allowPrivate: false }))
    expect(body.detail.fetch?.code).toBe('ADDRESS_REFUSED')
    expect(web.asked).toEqual([])
  })

  it('gets no secret by a redirect to another origin', async () => {
    await connection()
    const other = await webSource()
    other.answer((_, response) => response.end(json(load(41))))
    web.answer((_, response) => response.writeHead(307, { location: `${other.url}/there` }).end())
    const { status } = await trial(settings('/', { secretHeaders: ['authorization'] }), {
      authorization: SECRET,
    })
    expect(status).toBe(200)
    expect(web.asked[0]?.headers.authorization).toBe(SECRET)
    expect(other.asked.map((a) => a.headers.authorization)).toEqual([undefined])
    await other.stop()
  })
})

describe('a secret', () => {
  it('is sent to the source, kept sealed, and shown to nobody', async () => {
    await connection()
    web.answer((_, response) => response.end(json(load(51))))
    const wanted = settings('/', { secretHeaders: ['x-api-key'] })
    await set(wanted)
    await failing('SECRET_MISSING')
    const { body } = await set(wanted, { 'x-api-key': SECRET })
    expect(body.secrets).toEqual([{ name: 'x-api-key', setAt: expect.any(Number) }])
    await eventually(() => expect(web.asked.at(-1)?.headers['x-api-key']).toBe(SECRET))
    expect(JSON.stringify(body)).not.toContain(SECRET)
    for (const table of ['connection_settings', 'connection_secret', 'connection_bookmark', 'audit_entry']) {
      const { rows } = await server.app.db.pool.query<{ all: string }>(
        `select coalesce(string_agg(t::text, ' '), '') as all from ${table} t`,
      )
      expect(rows[0]?.all).not.toContain(SECRET)
      expect(rows[0]?.all).not.toContain(Buffer.from(SECRET).toString('hex'))
    }
    const file = join(server.app.config.dataDir, 'connector.key')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readFile(file)).length).toBe(32)
  })

  it('that is stored is not sent to another address that is tried', async () => {
    await connection()
    const other = await webSource()
    web.answer((_, response) => response.end(json(load(52))))
    await set(settings('/', { secretHeaders: ['x-api-key'] }), { 'x-api-key': SECRET })
    const tried = await trial(settings('/', { url: `${other.url}/`, secretHeaders: ['x-api-key'] }))
    expect(tried.body.detail.fetch?.code).toBe('SECRET_MISSING')
    expect(other.asked).toEqual([])
    // Nor by saving it: an address of another origin asks for its secrets anew.
    const moved = settings('/', { url: `${other.url}/`, secretHeaders: ['x-api-key'] })
    expect(await set(moved)).toMatchObject({ status: 400, body: { detail: { field: 'secrets.x-api-key' } } })
    expect(other.asked).toEqual([])
    expect((await set(moved, { 'x-api-key': 'another' })).status).toBe(200)
    await other.stop()
  })
})

describe('a trial', () => {
  it('shows what was fetched, decoded and judged row by row, and writes nothing', async () => {
    await connection()
    web.answer((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/csv; charset=utf-8', etag: '"1"' })
        .end(`indicator,unit,at,value\nKTN-02,VN,${load(61).at},41000\nKTN-02,VN,${load(62).at},-5\n`),
    )
    const { status, body } = await trial(settings('/', { format: 'csv' }))
    expect(status).toBe(200)
    expect(body.http).toMatchObject({ status: 200, contentType: 'text/csv; charset=utf-8', etag: true })
    expect(body.start).toMatch(/^indicator,unit/)
    expect(body.preview).toMatchObject({ format: 'csv', accepted: 1, refused: 1 })
    expect(body.preview.refusals[0]).toMatchObject({ row: 2, code: 'RANGE' })
    expect(await messages()).toEqual([])
    expect((await health()).state).toBe('unset')
  })
})

describe('settings', () => {
  it.each<[string, Partial<PullSettings>]>([
    ['settings.url', { url: 'http://[bad/' }],
    ['settings.url', { url: 'http://user:pass@example.org/' }],
    ['settings.every', { every: 'PT0S' }],
    ['settings.every', { every: 'P2Y' }],
    ['settings.secretHeaders', { headers: { 'X-Key': 'a' }, secretHeaders: ['x-key'] }],
  ])('that cannot hold are refused: %s', async (field, wrong) => {
    await connection()
    const { status, body } = await set(settings('/', wrong))
    expect([status, (body as unknown as { detail: { field: string } }).detail.field]).toEqual([400, field])
  })

  it('are for connections that are fetched alone', async () => {
    const made = await admin.post<{ id: string }>('/api/connections', {
      agencyCode: 'VN',
      name: { vi: 'Gửi vào', en: 'Push' },
      connector: 'http-push',
      contract: { times: { period: 'P1D', graceSeconds: 5, expirySeconds: 60, hours: null }, series: [] },
    })
    const { status } = await admin.post(`/api/connections/${made.body.id}/settings`, {
      settings: settings('/'),
      secrets: {},
      after: 0,
    })
    expect(status).toBe(409)
  })

  it('of two that are written on one version are refused the second time, with their secrets', async () => {
    const at = `/api/connections/${await connection()}/settings`
    const put = (path: string, secret: string, after: number) =>
      admin.post<SettingsView>(at, {
        settings: settings(path, { every: 'PT1H', secretHeaders: ['x-api-key'] }),
        ...{ secrets: { 'x-api-key': secret }, after },
      })
    for (const after of [0, 1]) {
      const both = await Promise.all([put('/mot', 'mot', after), put('/hai', 'hai', after)])
      expect(both.map((b) => b.status).sort()).toEqual([200, 409])
      const won = both.findIndex((b) => b.status === 200)
      expect(both[1 - won]?.body).toMatchObject({
        ...{ code: 'CONFLICT', detail: { reason: 'NEWER_VERSION', version: after + 1 } },
      })
      const { body } = await admin.get<SettingsView>(at)
      expect(body.current).toMatchObject({
        ...{ version: after + 1, settings: { url: `${web.url}/${['mot', 'hai'][won]}` } },
      })
      expect(body.versions).toHaveLength(after + 1)
    }
  })
})
