import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { mailbox } from '../../fixtures/mailbox.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { freePort } from '../../harness/port.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, BOUND, detail, loadNow, raised, writeLadder } from './stage.ts'

let server: TestServer
let admin: Client
let duty: Client
let source: Source
const mails: string[] = []
const posted: { path: string; headers: IncomingMessage['headers']; body: string }[] = []
/** Paths that fail so often before they are taken. */
const failing = new Map<string, number>()

const mail = mailbox(mails)
const http = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (b: Buffer) => parts.push(b))
  request.on('end', () => {
    const path = request.url ?? ''
    if (path === '/hangs') return // and never answers
    const left = failing.get(path) ?? 0
    failing.set(path, left - 1)
    if (left > 0) return response.writeHead(500).end()
    posted.push({ path, headers: request.headers, body: Buffer.concat(parts).toString('utf8') })
    response.writeHead(204).end()
  })
})
let base = ''

beforeAll(async () => {
  const smtp = await freePort()
  await new Promise<void>((done) => mail.listen(smtp, '127.0.0.1', done))
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  server = await startServer({
    SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    MAIL_FROM: 'truc@example.vn',
    SMS_GATEWAY: JSON.stringify({ url: `${base}/sms`, body: 'to={phone}&text={text}' }),
  })
  admin = await server.as('administrator')
  duty = await server.as('duty')
  source = await agree(server.app, server.url)
}, 120_000)
afterAll(async () => {
  await server?.stop()
  http.closeAllConnections()
  await new Promise((done) => http.close(done))
  await new Promise<void>((done) => mail.close(done))
})

const secret = 'khoa-ky-du-dai-0123'
const hook = (code: string, path: string, inside = true) =>
  admin.send('PUT', `/api/alarm-webhooks/${code}`, { url: `${base}${path}`, secret, inside })
const rung = (channel: string, position: string | null, webhook: string | null = null) => ({
  ...{ afterSeconds: 0, channel, position, webhook },
})
const name = { vi: 'Thử', en: 'Trial' }

it('mail, text message and a signed webhook reach who holds the position; one that hangs holds up nobody', async () => {
  expect((await duty.send('PUT', '/api/alarm-contact', { email: 'khong-phai', phone: null })).status).toBe(
    400,
  )
  await duty.send('PUT', '/api/alarm-contact', { email: 'minh@example.vn', phone: '+84 912 345 678' })
  for (const [code, path] of [
    ['TREO', '/hangs'],
    ['TOT', '/hook'],
    ['LOI', '/fails'],
  ] as const)
    expect((await hook(code, path)).status).toBe(200)
  expect((await hook('TRONG', '/inner', false)).status).toBe(200)
  failing.set('/fails', 1)
  const rungs = [
    rung('webhook', null, 'TREO'),
    rung('webhook', null, 'TRONG'),
    rung('webhook', null, 'LOI'),
    rung('webhook', null, 'TOT'),
    rung('email', 'VAI.TRUC'),
    rung('sms', 'VAI.TRUC'),
    rung('push', 'VAI.TRUC'),
  ]
  expect((await writeLadder(duty, 'MOI-CACH', { name, rungs })).status).toBe(200)
  await addRule(duty, 'TAI', { ladder: 'MOI-CACH' })
  await source.push(loadNow(60_000))
  const { id } = await raised(duty, 'TAI')
  await eventually(() => {
    expect(mails.join()).toContain('minh@example.vn')
    expect(posted.map((p) => p.path).sort()).toEqual(['/fails', '/hook', '/sms'])
  })
  const signed = posted.find((p) => p.path === '/hook')
  const wanted = createHmac('sha256', secret)
    .update(signed?.body ?? '')
    .digest('hex')
  expect(signed?.headers['x-td-signature']).toBe(`sha256=${wanted}`)
  expect(JSON.parse(signed?.body ?? '{}')).toMatchObject({ alarms: [{ id, rule: 'TAI' }] })
  const text = new URLSearchParams(posted.find((p) => p.path === '/sms')?.body)
  expect(text.get('to')).toBe('+84 912 345 678')
  expect(text.get('text')).toContain('KHẨN CẤP')
  // What can never arrive is said at once: an inner address that is not allowed, a person without a browser.
  await eventually(async () => {
    const why = (await detail(duty, id)).steps
      .filter((s) => s.kind === 'undelivered')
      .map((s) => s.detail.channel)
    expect(why).toContain('push')
  })
  await eventually(async () => {
    const { rows } = await server.app.db.pool.query(
      "select detail from alarm_delivery_try t join alarm_delivery d on d.id = t.delivery_id where d.webhook = 'TRONG'",
    )
    expect(JSON.stringify(rows)).toMatch(/ADDRESS_REFUSED|address/i)
  })
})

it('a webhook that hangs, with more to be sent than the server sends at once, holds up nothing else', async () => {
  const { pool } = server.app.db
  const queue = async (code: string, count: number) =>
    pool.query(
      `with made as (
         insert into alarm_delivery (alarms, channel, webhook)
         select array[(select max(alarm_id) from alarm_open)], 'webhook', $1 from generate_series(1, $2::int) returning id)
       insert into alarm_delivery_waiting (delivery_id) select id from made returning delivery_id`,
      [code, count],
    )
  const before = posted.filter((p) => p.path === '/hook').length
  const { rows: hanging } = await queue('TREO', 40)
  await queue('TOT', 1)
  await eventually(() => expect(posted.filter((p) => p.path === '/hook')).toHaveLength(before + 1))
  // Not one of those that hang has been given up yet: nobody waited for them.
  const { rows } = await pool.query(
    'select 1 from alarm_delivery_try where delivery_id = any($1::bigint[])',
    [hanging.map((h) => h.delivery_id)],
  )
  expect(rows).toEqual([])
  await pool.query('delete from alarm_delivery_waiting')
})

it('of numbers above internal nothing leaves the system but which rule it was', async () => {
  const classify = (classification: string) =>
    admin.send('PUT', '/api/indicators/KTN-02/classification', { classification })
  expect((await classify('restricted')).status).toBe(200)
  await source.push(loadNow(10_000))
  expect((await hook('KIN', '/kin')).status).toBe(200)
  const rungs = [rung('webhook', null, 'KIN'), rung('sms', 'VAI.TRUC')]
  expect((await writeLadder(duty, 'KIN', { name, rungs })).status).toBe(200)
  const rule = { vi: 'Số kín', en: 'A guarded number' }
  await addRule(duty, 'KIN', {
    name: rule,
    ladder: 'KIN',
    condition: { ...BOUND, value: 61_000, deadband: 0 },
  })
  await source.push(loadNow(61_234))
  const { id, text } = await raised(duty, 'KIN')
  // Inside it says what it knows.
  expect(text.vi).toContain('61.234')
  await eventually(() => expect(posted.map((p) => p.path)).toContain('/kin'))
  const told = posted.find((p) => p.path === '/kin')?.body ?? ''
  expect(JSON.parse(told)).toMatchObject({ alarms: [{ id, title: rule }] })
  await eventually(() =>
    expect(posted.filter((p) => p.path === '/sms').at(-1)?.body).toContain('S%E1%BB%91%20k%C3%ADn'),
  )
  for (const p of posted.slice(-4)) expect(decodeURIComponent(p.body)).not.toMatch(/61[.,]234|61[.,]000/)
  await duty.post(`/api/alarms/${id}/acknowledge`, { note: 'xong' })
  await source.push(loadNow(10_000))
  expect((await classify('public')).status).toBe(200)
})

it('of several at once the gravest is named first, then the newest', async () => {
  await source.push(loadNow(10_000))
  const rungs = [rung('sms', 'VAI.TRUC'), rung('webhook', null, 'TOT')]
  expect((await writeLadder(duty, 'NHIEU', { name, rungs })).status).toBe(200)
  const order = [
    ['CU', 'low'],
    ['VUA', 'medium'],
    ['NANG', 'critical'],
    ['NHE', 'low'],
  ] as const
  for (const [code, severity] of order)
    await addRule(duty, code, {
      ...{ severity, ladder: 'NHIEU', condition: { ...BOUND, comparator: '<', value: 5_000 } },
    })
  // Of what came before nothing is on its way any more, but to the two that never take it.
  await eventually(async () => {
    const { rows } = await server.app.db.pool.query(
      `select webhook from alarm_delivery_waiting w join alarm_delivery d on d.id = w.delivery_id
       where coalesce(d.webhook, '') not in ('TREO', 'TRONG')`,
    )
    expect(rows).toEqual([])
  })
  const before = posted.length
  await source.push(loadNow(3_000))
  await eventually(() =>
    expect(
      posted
        .slice(before)
        .map((p) => p.path)
        .sort(),
    ).toEqual(['/hook', '/sms']),
  )
  const [hooked, sms] = ['/hook', '/sms'].map(
    (path) => posted.slice(before).find((p) => p.path === path)?.body,
  )
  expect(new URLSearchParams(sms).get('text')).toMatch(/^KHẨN CẤP: .* và 3 báo động khác$/)
  const said: { alarms: { rule: string; severity: string }[] } = JSON.parse(hooked ?? '{}')
  expect(said.alarms.map((a) => a.rule)).toEqual(['NANG', 'VUA', 'NHE', 'CU'])
})

it('secrets are sealed and shown to nobody', async () => {
  const { rows } = await server.app.db.pool.query('select secret from alarm_webhook')
  for (const { secret: sealed } of rows) expect(sealed.toString('utf8')).not.toContain(secret)
  expect(JSON.stringify((await admin.get('/api/alarm-webhooks')).body)).not.toContain(secret)
  const channels = await duty.get<{ pushKey: string }>('/api/alarm-channels')
  expect(channels.body.pushKey).toMatch(/^[A-Za-z0-9_-]{80,}$/)
})

it('a restart repeats nothing: what was being sent is not sent again', async () => {
  const { pool } = server.app.db
  const { rows: made } = await pool.query<{ id: string }>(
    "insert into alarm_delivery (alarms, channel, webhook) select array[max(id)], 'webhook', 'TOT' from alarm returning id",
  )
  await pool.query('insert into alarm_delivery_waiting (delivery_id, tries, sending) values ($1, 1, true)', [
    made[0]?.id,
  ])
  const { forgetSending } = await import('../../../server/alarms/ladder/store.ts')
  const before = posted.length
  await forgetSending(pool)
  const { rows } = await pool.query('select outcome from alarm_delivery_try where delivery_id = $1', [
    made[0]?.id,
  ])
  expect(rows).toEqual([{ outcome: 'unknown' }])
  expect(posted.length).toBe(before)
})
