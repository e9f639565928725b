import { rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildApp } from '../../../server/app.ts'
import type { ExerciseView } from '../../../shared/api/exercise.ts'
import type { HandoverView } from '../../../shared/api/handover.ts'
import { exerciseOf, type Person, person, reviewOf, scenario, start, urlOf } from '../../fixtures/exercise.ts'
import { push } from '../../fixtures/intake/source.ts'
import { mailbox } from '../../fixtures/mailbox.ts'
import { opened, PUSH_CERTIFICATE, pushService, subscribe } from '../../fixtures/push.ts'
import { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { freePort } from '../../harness/port.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, detail, raised, writeLadder } from '../alarms/stage.ts'
import { Page } from '../live/page.ts'
import { part } from '../minutes/docx.ts'
import { pdfText } from '../minutes/pdf.ts'

// The ways by which something of an exercise could come out: files given and taken back, messages sent, sockets; and what
// becomes of it when the real server stops.
let server: TestServer
let leader: Person
let administrator: Person
let exercise: ExerciseView
let inside: Client
let chief: Client
let pushed: Client
let realKey = ''
const mails: string[] = []
const posted: { path: string; body: string }[] = []
const mail = mailbox(mails)
const http = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (b: Buffer) => parts.push(b))
  request.on('end', () => {
    posted.push({ path: request.url ?? '', body: Buffer.concat(parts).toString('utf8') })
    response.writeHead(204).end()
  })
})
/** Whose browser an exercise may push to, and nobody else's. */
const MARKED = 'dien-tap-day'
const browsers = pushService()
let base = ''
let pushBase = ''
const bytes = async (at: Client, path: string): Promise<Buffer> => {
  const answer = await at.fetch(path)
  expect([path, answer.status]).toEqual([path, 200])
  expect([path, answer.headers.get('content-disposition')]).toEqual([
    path,
    expect.stringContaining('DIEN-TAP-'),
  ])
  return Buffer.from(await answer.arrayBuffer())
}

beforeAll(async () => {
  const smtp = await freePort()
  await new Promise<void>((done) => mail.listen(smtp, '127.0.0.1', done))
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  pushBase = await browsers.start()
  // Of the process that the exercise is: read when it begins.
  vi.stubEnv('NODE_EXTRA_CA_CERTS', PUSH_CERTIFICATE)
  server = await startServer({
    PUSH_INSIDE: '1',
    MQTT_PORT: '0',
    SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    SMS_GATEWAY: JSON.stringify({ url: `${base}/sms`, body: 'to={phone}&text={text}' }),
    EXERCISE_POSITIONS: 'chief',
    EXERCISE_ADDRESSES: `dien-tap@example.vn, ${base}/marked, push:${MARKED}`,
    EXERCISE_PORT: String(await freePort()),
  })
  const { app, url } = server
  leader = await person(app, url, 'duty')
  await app.access.createAccount({
    ...{
      username: MARKED,
      displayName: MARKED,
      role: 'duty',
      unitCode: 'VN',
      password: `mật khẩu ${MARKED}`,
    },
  })
  administrator = await person(app, url, 'administrator')
  ;({ key: realKey } = await app.intake.connections.create(
    {
      ...{ id: 'LUOI', agencyCode: 'EVN', connector: 'http-push', simulated: false },
      name: { vi: 'Lưới điện', en: 'The grid' },
      contract: {
        times: { period: 'P1D', graceSeconds: 86_400, expirySeconds: 864_000, hours: null, deadlines: null },
        series: [{ indicator: 'KTN-02' }],
      },
    },
    'system',
  ))
}, 120_000)
afterAll(async () => {
  await server?.stop()
  vi.unstubAllEnvs()
  await browsers.stop()
  http.closeAllConnections()
  await new Promise((done) => http.close(done))
  await new Promise<void>((done) => mail.close(done))
})

test('where the settings name a position, only whoever holds it starts one', async () => {
  const text = JSON.stringify(scenario())
  const refused = await leader.client.post<{ code: string }>('/api/exercises', { text })
  expect([refused.status, refused.body.code]).toEqual([403, 'EXERCISE_POSITION'])
  const { body } = await leader.client.get<{ rules: { mine: boolean; reach: string[] } }>('/api/exercises')
  expect(body.rules).toMatchObject({
    mine: false,
    reach: ['dien-tap@example.vn', `${base}/marked`, `push:${MARKED}`],
  })
  expect((await leader.client.post('/api/shifts/positions/chief/sign-in', {})).status).toBe(200)
  exercise = await start(leader.client, scenario())
  const other = await server.as('duty')
  const steer = { do: 'pause' }
  expect((await other.post(`/api/exercises/${exercise.id}/steer`, steer)).status).toBe(403)
  expect((await administrator.client.post(`/api/exercises/${exercise.id}/steer`, steer)).status).toBe(403)
  inside = new Client(urlOf(exercise))
  await inside.signIn(administrator.username, administrator.password)
  chief = new Client(urlOf(exercise))
  await chief.signIn(leader.username, leader.password)
  pushed = new Client(urlOf(exercise))
  await pushed.signIn(MARKED, `mật khẩu ${MARKED}`)
}, 300_000)

test('every paper of an exercise carries the mark on each page, in its header and across it', async () => {
  await chief.post('/api/shifts/positions/chief/sign-in', {})
  const { id } = (await chief.post<HandoverView>('/api/handovers', { position: 'chief' })).body
  const opened = await chief.post<{ session: { id: string } }>('/api/bridge', {
    ...{ title: 'Họp thử', units: ['22'] },
  })
  expect(opened.status).toBe(201)
  const session = opened.body.session.id
  expect((await chief.post(`/api/bridge/${session}/end`)).status).toBe(200)
  for (const path of [`/api/handovers/${id}/paper?format=`, `/api/bridge/${session}/minutes.`]) {
    const { text, pages } = await pdfText(await bytes(chief, `${path}pdf`))
    expect(text.split('DIỄN TẬP / EXERCISE: Bão thử').length - 1).toBe(pages)
    const header = await part(await bytes(chief, `${path}docx`), 'word/header1.xml')
    expect(header).toContain('DIỄN TẬP / EXERCISE: Bão thử')
    expect(header).toContain('<v:textpath style=')
    expect(header).toContain('string="DIỄN TẬP"')
  }
})

test('every workbook and table of an exercise is marked where it is read first', async () => {
  for (const path of ['/api/latest?format=xlsx', '/api/directives/import/template.xlsx']) {
    const book = await part(await bytes(inside, path), 'xl/workbook.xml')
    const sheets = [...book.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map((m) => m[1])
    expect(sheets.length).toBeGreaterThan(0)
    for (const name of sheets) expect(name).toMatch(/^DIỄN TẬP · /)
  }
  for (const path of [
    '/api/log.csv',
    '/api/shifts/roster.csv?from=2026-12-01&days=7',
    '/api/latest?format=csv',
    '/api/audit?format=csv',
  ])
    expect((await bytes(inside, path)).toString('utf8')).toMatch(/^\uFEFF# DIỄN TẬP \/ EXERCISE: Bão thử/)
})

test('an exercise reads its own files again; the real world takes none of them', async () => {
  const csv = `day,shift,position,username\r\n2026-12-01,1,chief,${leader.username}\r\n`
  const take = (at: Client, text: string) =>
    at.post<{ code?: string }>('/api/shifts/roster/import', { csv: text })
  expect((await take(inside, csv)).status).toBe(200)
  const given = (await bytes(inside, '/api/shifts/roster.csv?from=2026-12-01&days=7')).toString('utf8')
  expect(given).toContain(leader.username)
  expect((await take(inside, given)).status).toBe(200)
  const back = await take(administrator.client, given)
  expect([back.status, back.body.code]).toEqual([422, 'EXERCISE_FILE'])
  expect((await take(administrator.client, csv)).status).toBe(200)

  const upload = async (name: string, body: Buffer) => {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(body)]), name)
    form.set('agency', 'EVN')
    const answer = await administrator.client.fetch('/api/files/import', { method: 'POST', body: form })
    return JSON.parse(await answer.text()).code
  }
  const table = await bytes(inside, '/api/latest?format=csv')
  expect(await upload('so-lieu.csv', table)).toBe('EXERCISE_FILE')
  const book = await bytes(inside, '/api/latest?format=xlsx')
  expect(await upload('DIEN-TAP-latest.xlsx', book)).toBe('EXERCISE_FILE')
  // By what stands in it, too, whatever it is called.
  expect(await upload('so-lieu.xlsx', book)).toBe('EXERCISE_FILE')
  const template = await bytes(inside, '/api/directives/import/template.xlsx')
  const looked = async (at: Client) => {
    const answer = await at.fetch('/api/directives/import/preview?document=1/TB', {
      ...{ method: 'POST', headers: { 'content-type': 'application/octet-stream' } },
      body: new Uint8Array(template),
    })
    return [answer.status, ((await answer.json()) as { code?: string }).code]
  }
  expect(await looked(leader.client)).toEqual([422, 'EXERCISE_FILE'])
  expect(await looked(inside)).not.toContain('EXERCISE_FILE')
  const cube = (await bytes(inside, '/api/latest?format=json-stat')).toString('utf8')
  const pushed = await push(server.url, 'LUOI', realKey, JSON.parse(cube))
  expect([pushed.status, pushed.error.code]).toEqual([422, 'EXERCISE_FILE'])
  const { rows } = await server.app.db.pool.query('select 1 from observation')
  expect(rows).toEqual([])
})

test('mail, webhook, push and text message leave an exercise only for the addresses marked for it, and say what they are', async () => {
  const secret = 'khoa-ky-du-dai-0123'
  for (const [code, path] of [
    ['THAT', '/real'],
    ['DIEN-TAP', '/marked'],
  ])
    expect(
      (
        await inside.send('PUT', `/api/alarm-webhooks/${code}`, {
          ...{ url: `${base}${path}`, secret, inside: true },
        })
      ).status,
    ).toBe(200)
  await chief.send('PUT', '/api/alarm-contact', { email: 'dien-tap@example.vn', phone: '+84 912 345 678' })
  await inside.send('PUT', '/api/alarm-contact', { email: 'that@example.vn', phone: null })
  const asked = await subscribe(pushed, pushBase, '/push/marked')
  await subscribe(chief, pushBase, '/push/real')
  const rung = (channel: string, position: string | null, webhook: string | null = null) => ({
    ...{ afterSeconds: 0, channel, position, webhook },
  })
  const rungs = [
    ...[rung('webhook', null, 'THAT'), rung('webhook', null, 'DIEN-TAP')],
    ...[rung('email', 'VAI.TRUC'), rung('email', 'VAI.QUAN-TRI'), rung('sms', 'VAI.TRUC')],
    rung('push', 'VAI.TRUC'),
  ]
  const ladder = await writeLadder(inside, 'RA', {
    name: { vi: 'Ra ngoài', en: 'Out' },
    rungs,
  })
  expect([ladder.status, ladder.body]).toMatchObject([200, {}])
  await addRule(inside, 'TAI', {
    ladder: 'RA',
    condition: {
      ...{ kind: 'value', indicator: 'KTN-02', units: ['VN'], comparator: '>', value: 40_000 },
      ...{ deadband: 500, perUnit: [] },
    },
  })
  await chief.post(`/api/exercises/${exercise.id}/steer`, { do: 'resume' })
  const { id } = await raised(inside, 'TAI')
  await eventually(async () => {
    const { steps } = await detail(inside, id)
    expect(steps.filter((s) => s.kind === 'delivered').map((s) => s.detail.channel)).toEqual(
      expect.arrayContaining(['email', 'webhook', 'push']),
    )
    expect(steps.filter((s) => s.kind === 'undelivered').map((s) => s.detail.channel)).toEqual(
      expect.arrayContaining(['sms', 'webhook', 'push']),
    )
  })
  expect(posted.map((p) => p.path)).toEqual(['/marked'])
  expect(JSON.parse(posted[0]?.body ?? '{}').exercise).toContain('DIỄN TẬP')
  expect(mails.join()).toContain('dien-tap@example.vn')
  expect(mails.join()).not.toContain('that@example.vn')
  expect(mails.join()).toMatch(/Subject: =\?UTF-8\?|EXERCISE/)
  expect(browsers.posted.map((p) => p.path)).toEqual(['/push/marked'])
  const told: unknown = JSON.parse(opened(asked, browsers.posted[0]?.body ?? Buffer.alloc(0)))
  expect(told).toMatchObject({ title: expect.stringMatching(/^\[DIỄN TẬP \/ EXERCISE\]/) })
  expect(await server.app.alarms.standing()).toEqual([])
})

test("a page of an exercise opens no socket of the real world, and its source no door of the real world's broker", async () => {
  const page = new Page(server.url, leader.client.cookie, { origin: urlOf(exercise) })
  expect(await page.settled()).toBe(false)
  page.close()
  const made = await inside.post<{ key: string }>('/api/connections', {
    ...{ id: 'LUOI', agencyCode: 'EVN', connector: 'http-push', simulated: true },
    name: { vi: 'Cùng tên', en: 'The same name' },
    contract: {
      times: { period: 'P1D', graceSeconds: 0, expirySeconds: 86_400, hours: null },
      series: [{ indicator: 'KTN-02' }],
    },
  })
  const door = (password: string) =>
    mqtt
      .connectAsync({
        ...{ host: '127.0.0.1', port: server.app.intake.mqttPort ?? 0, username: 'LUOI', password },
        ...{ clientId: 'a', reconnectPeriod: 0 },
      })
      .then(async (client) => {
        await client.endAsync(true)
        return true
      })
      .catch(() => false)
  expect(await door(made.body.key)).toBe(false)
  expect(await door(realKey)).toBe(true)
})

test('the real server stops and starts again: the exercise goes on at the same address; one that cannot says so', async () => {
  await server.app.close()
  const app = await buildApp({ ...server.app.config, port: Number(new URL(server.url).port) })
  try {
    await app.listen({ port: Number(new URL(server.url).port), host: '127.0.0.1' })
    const again = await eventually(
      async () => {
        const found = await exerciseOf(leader.client, exercise.id)
        expect([found.endedAt, found.open !== null]).toEqual([null, true])
        return found
      },
      { timeout: 120_000 },
    )
    expect(urlOf(again)).toBe(urlOf(exercise))
    const review = await reviewOf(chief)
    expect(review.line.filter((l) => l.inject === 'bao')).toHaveLength(1)
    expect(review.state.ended).toBe(false)
    const { exercises } = app.exercise
    const folder = exercises?.folder(exercise.id) ?? ''
    const pid = exercises?.pid
    if (pid === undefined) throw new Error('no process')
    await rename(folder, `${folder}.away`)
    await writeFile(folder, '')
    process.kill(pid, 'SIGKILL')
    await eventually(
      async () => expect((await exerciseOf(leader.client, exercise.id)).endReason).toBe('lost'),
      { timeout: 120_000 },
    )
    expect((await leader.client.get('/api/latest')).status).toBe(200)
  } finally {
    await app.close()
  }
}, 300_000)
