import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { runningEmbedded } from '../../../server/db/embedded/index.ts'
import type { ExerciseView, ToldView } from '../../../shared/api/exercise.ts'
import {
  exerciseOf,
  ONLY_IN_EXERCISE,
  type Person,
  person,
  reviewOf,
  scenario,
  start,
  urlOf,
} from '../../fixtures/exercise.ts'
import { push } from '../../fixtures/intake/source.ts'
import { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { judged } from '../checks/stage.ts'
import { cellOf, Page, shows } from '../live/page.ts'

const REAL_LOAD = 31_111
const REAL_FREQUENCY = 50.07
let server: TestServer
let leader: Person
let administrator: Person
let duty: Person
let secondDuty: Person
let province: Person
let realKey = ''
let realScreen = ''
let realToken = ''
let before: Record<string, string>
const heard: string[] = []
let exercise: ExerciseView
let inside: Client

/** That an exercise began and ended is itself a fact of the real world: in its audit and its shift log. */
const OWN_ACTS: Record<string, string> = {
  audit_entry: "where action not like 'exercise.%' and action not like 'session.%'",
  log_entry: "where kind not like 'exercise.%'",
}
/** What every table of the real world holds, but for the acts of starting and steering the exercise itself. */
async function fingerprint(): Promise<Record<string, string>> {
  const { pool } = server.app.db
  const { rows } = await pool.query<{ name: string }>(
    "select tablename name from pg_tables where schemaname = 'public' and tablename not in ('exercise', 'web_session', 'rollup_mark') order by 1",
  )
  const found: Record<string, string> = {}
  for (const { name } of rows) {
    const where = OWN_ACTS[name] ?? ''
    const { rows: sums } = await pool.query<{ sum: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') sum from ${name} t ${where}`,
    )
    found[name] = sums[0]?.sum ?? ''
  }
  return found
}
const asScreen = (url: string, token: string) =>
  fetch(`${url}/api/latest`, { headers: { authorization: `Screen ${token}` } }).then((r) => r.status)
const asBearer = (url: string, token: string) =>
  fetch(`${url}/api/indicators`, { headers: { authorization: `Bearer ${token}` } }).then((r) => r.status)
const asCookie = (url: string, cookie: string) =>
  fetch(`${url}/api/me`, { headers: { cookie } }).then((r) => r.status)
async function pair(at: Client, link: string): Promise<string> {
  const { body } = await at.post<{ token: string }>('/api/screens/pair', { token: link.split('#pair=')[1] })
  return body.token
}

beforeAll(async () => {
  server = await startServer()
  const { app, url } = server
  leader = await person(app, url, 'leader')
  administrator = await person(app, url, 'administrator')
  duty = await person(app, url, 'duty')
  secondDuty = await person(app, url, 'duty')
  province = await person(app, url, 'agency', '22')
  ;({ key: realKey } = await app.intake.connections.create(
    {
      ...{ id: 'DT-LUOI', agencyCode: 'EVN', connector: 'http-push', simulated: false },
      name: { vi: 'Lưới điện', en: 'The grid' },
      contract: {
        times: { period: 'P1D', graceSeconds: 86_400, expirySeconds: 864_000, hours: null, deadlines: null },
        series: [{ indicator: 'KTN-02' }, { indicator: 'KTN-03' }],
      },
    },
    'system',
  ))
  const at = new Date().toISOString()
  await push(url, 'DT-LUOI', realKey, {
    observations: [
      { indicator: 'KTN-02', unit: 'VN', at, value: REAL_LOAD },
      { indicator: 'KTN-03', unit: 'VN', at, value: REAL_FREQUENCY },
    ],
  })
  realScreen = await pair(server.anonymous, await app.wall.pairingLink(url))
  const token = await administrator.client.post<{ token: string }>('/api/me/tokens', { name: 'thử' })
  realToken = token.body.token
  // What follows the message by itself has come: from here on nothing happens in reality.
  await eventually(async () => {
    const { rows } = await app.db.pool.query<{ n: number }>(
      "select count(*)::int n from connection_state where state = 'up'",
    )
    expect(rows[0]?.n).toBe(1)
  })
  await eventually(async () => {
    const { rows } = await app.db.pool.query<{ n: number }>('select count(*)::int n from rollup_day')
    expect(rows[0]?.n).toBe(2)
  })
  await judged(server)
  before = await fingerprint()
  for (const event of [
    'observations',
    'message',
    'alerts',
    'attention',
    'happening',
    'series',
    'screens',
    'bridge',
  ] as const)
    app.bus.on(event, () => heard.push(event))
  exercise = await start(leader.client, scenario())
  inside = new Client(urlOf(exercise))
  await inside.signIn(administrator.username, administrator.password)
}, 300_000)
afterAll(async () => {
  await server?.stop()
})

test('the exercise shows what its scenario sends, and the picture that reality had at its start', async () => {
  // What plays the scenario is a process that has to begin first.
  await eventually(
    async () => {
      const { body } = await inside.get<{ indicator: string; value: number; simulated: boolean }[]>(
        '/api/latest?indicator=KTN-02',
      )
      expect(JSON.stringify(body)).toContain(String(ONLY_IN_EXERCISE))
    },
    { timeout: 120_000 },
  )
  const picture = await inside.get('/api/latest?indicator=KTN-03')
  expect(JSON.stringify(picture.body)).toContain(String(REAL_FREQUENCY))
  expect(JSON.stringify(picture.body)).toContain('"simulated":true')
}, 180_000)

test('no credential of one world opens the other', async () => {
  const there = urlOf(exercise)
  const real = leader.client.cookie
  const secret = real.split('=')[1] ?? ''
  expect(real).toMatch(/^td\.session=/)
  expect(inside.cookie).toMatch(/^td\.exercise=/)
  expect(await asCookie(server.url, real)).toBe(200)
  expect(await asCookie(there, real)).toBe(401)
  expect(await asCookie(there, `td.exercise=${secret}`)).toBe(401)
  expect(await asCookie(server.url, inside.cookie)).toBe(401)
  expect(await asCookie(server.url, `td.session=${inside.cookie.split('=')[1]}`)).toBe(401)

  expect(await asBearer(server.url, realToken)).toBe(200)
  expect(await asBearer(there, realToken)).toBe(401)
  const token = await inside.post<{ token: string }>('/api/me/tokens', { name: 'diễn tập' })
  expect(await asBearer(there, token.body.token)).toBe(200)
  expect(await asBearer(server.url, token.body.token)).toBe(401)

  expect(await asScreen(server.url, realScreen)).toBe(200)
  expect(await asScreen(there, realScreen)).toBe(401)

  const socket = async (url: string, cookie: string) => {
    const page = new Page(url, cookie)
    const let_in = await page.settled()
    page.close()
    return let_in
  }
  expect(await socket(server.url, real)).toBe(true)
  expect(await socket(there, `td.exercise=${secret}`)).toBe(false)
  expect(await socket(there, inside.cookie)).toBe(true)
  expect(await socket(server.url, `td.session=${inside.cookie.split('=')[1]}`)).toBe(false)
})

test('a source of one world is nobody in the other, even under the same id', async () => {
  const there = urlOf(exercise)
  const rows = { observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date().toISOString(), value: 1 }] }
  expect((await push(there, 'DT-LUOI', realKey, rows)).status).toBe(401)
  const made = await inside.post<{ key: string }>('/api/connections', {
    ...{ id: 'RIENG', agencyCode: 'EVN', connector: 'http-push', simulated: true },
    name: { vi: 'Nguồn riêng', en: 'Its own' },
    contract: {
      times: { period: 'P1D', graceSeconds: 0, expirySeconds: 86_400, hours: null },
      series: [{ indicator: 'KTN-02' }],
    },
  })
  expect((await push(there, 'RIENG', made.body.key, rows)).status).toBe(200)
  for (const id of ['RIENG', 'DT-LUOI'])
    expect((await push(server.url, id, made.body.key, rows)).status).toBe(401)
})

test('what is shown in one is not shown in the other', async () => {
  const real = new Page(server.url, leader.client.cookie)
  const played = new Page(urlOf(exercise), inside.cookie)
  await Promise.all([real.settled(), played.settled()])
  const cells = { kind: 'cells' as const, cells: [{ indicator: 'KTN-02', unit: 'VN' }] }
  const [shown, there] = await Promise.all([real.open(cells), played.open(cells)])
  await shows(there, 'KTN-02', 'VN', ONLY_IN_EXERCISE)
  await shows(shown, 'KTN-02', 'VN', REAL_LOAD)
  expect(cellOf(shown, 'KTN-02', 'VN')?.value).toBe(REAL_LOAD)
  real.close()
  played.close()
})

test("the exercise's process is told nothing of the real world, and its database has none of it", async () => {
  const { pid } = server.app.exercise.exercises ?? {}
  const secrets = [inject('databaseUrl'), server.app.config.databaseUrl ?? '', realKey]
  for (const file of ['environ', 'cmdline']) {
    const text = readFileSync(`/proc/${pid}/${file}`, 'utf8')
    for (const secret of secrets) expect(text.includes(secret)).toBe(false)
    expect(text).not.toContain('DATABASE_URL')
  }
  const folder = server.app.exercise.exercises?.folder(exercise.id) ?? ''
  const own = runningEmbedded(join(folder, 'postgres'))
  const realName = /\/([^/?]+)(\?|$)/.exec(server.app.config.databaseUrl ?? '')?.[1] ?? ''
  expect(realName).toMatch(/^td_/)
  const ask = async (database: string) => {
    const client = new pg.Client({ ...own, database })
    try {
      await client.connect()
      const { rows } = await client.query<{ n: number }>(
        'select count(*)::int n from message where connection_id = $1',
        ['RIENG'],
      )
      return rows[0]?.n
    } catch (error) {
      return error instanceof pg.DatabaseError ? error.code : String(error)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  expect(await ask(own.database)).toBe(1)
  // 3D000: there is no such database where the exercise's role can go.
  expect(await ask(realName)).toBe('3D000')
})

test('inside an exercise nothing is made that reaches out of it', async () => {
  const made = await inside.post<{ code: string }>('/api/connections', {
    ...{ id: 'RA-NGOAI', agencyCode: 'EVN', connector: 'http-pull', simulated: true },
    name: { vi: 'Lấy từ ngoài', en: 'From outside' },
    contract: {
      times: { period: 'P1D', graceSeconds: 0, expirySeconds: 86_400, hours: null },
      series: [{ indicator: 'KTN-02' }],
    },
  })
  expect([made.status, made.body.code]).toEqual([403, 'EXERCISE_INSIDE'])
})

test('every file of the exercise is marked, and none of the real world', async () => {
  const file = await inside.fetch('/api/latest?format=csv')
  expect(file.headers.get('x-td-world')).toBe('exercise')
  expect(file.headers.get('content-disposition')).toContain('filename="DIEN-TAP-')
  expect(await file.text()).toMatch(/^# DIỄN TẬP \/ EXERCISE: Bão thử/)
  const cube = await inside.fetch('/api/latest?format=json-stat')
  expect(await cube.text()).toContain('DIỄN TẬP')
  const real = await leader.client.fetch('/api/latest?format=csv')
  expect(real.headers.get('x-td-world')).toBeNull()
  expect(await real.text()).not.toContain('DIỄN TẬP')
})

test('what is to come is seen by whoever conducts, what people did by the desk, a message by whom it is for', async () => {
  const enter = async ({ username, password }: Person) => {
    const client = new Client(urlOf(exercise))
    await client.signIn(username, password)
    return client
  }
  const [agency, conductor] = [await enter(province), await enter(leader)]
  const [officer, other] = [await enter(duty), await enter(secondDuty)]
  const expected = async (at: Client) => (await reviewOf(at)).expected.map((e) => e.id)
  const told = async (at: Client) =>
    (await at.get<ToldView>('/api/exercise/told')).body.messages.map((m) => m.inject)
  const acknowledge = async (at: Client) =>
    (await at.post('/api/exercise/messages/bao-cao/acknowledge')).status

  await eventually(async () => expect(await told(conductor)).toEqual(['bao-cao']))
  expect((await agency.get('/api/exercise/review')).status).toBe(403)
  expect(await told(agency)).toEqual([])
  expect(await acknowledge(agency)).toBe(403)
  expect(await expected(officer)).toEqual(['nhan', 'giao'])
  expect(await expected(conductor)).toEqual(['nhan', 'giao', 'nhan-muon'])

  // It is for the chief: the whole desk's while nobody stands there, then of the one who does.
  expect([await told(officer), await told(other)]).toEqual([['bao-cao'], ['bao-cao']])
  expect((await officer.post('/api/shifts/positions/chief/sign-in', {})).status).toBe(200)
  expect([await told(officer), await told(other)]).toEqual([['bao-cao'], []])
  expect(await acknowledge(other)).toBe(403)
})

test('what people do is beside what the scenario did, and what was expected of them is judged', async () => {
  await eventually(async () =>
    expect((await reviewOf(inside)).messages.map((m) => m.inject)).toEqual(['bao-cao']),
  )
  expect((await inside.post('/api/exercise/messages/sau-nay/acknowledge')).status).toBe(404)
  expect((await inside.post('/api/exercise/messages/bao-cao/acknowledge')).status).toBe(200)
  expect((await inside.post('/api/exercise/messages/bao-cao/acknowledge')).status).toBe(409)
  // What the scenario sends is written down one by one, each when it was answered for.
  const review = await eventually(async () => {
    const read = await reviewOf(inside)
    const taken = read.line.filter((l) => l.side === 'scenario' && l.taken === true).map((l) => l.inject)
    expect(taken).toEqual(expect.arrayContaining(['phu-tai', 'bao']))
    return read
  })
  expect(review.expected.map((e) => [e.id, e.state])).toEqual([
    ['nhan', 'met'],
    ['giao', 'open'],
    ['nhan-muon', 'waiting'],
  ])
  expect(review.line.some((l) => l.side === 'people' && l.kind === 'exercise.message-acknowledged')).toBe(
    true,
  )
})

test('a second exercise is refused while one is open; whoever may not, may not', async () => {
  const again = await leader.client.post<{ code: string }>('/api/exercises', { scenario: 'bao-mien-trung' })
  expect([again.status, again.body.code]).toEqual([409, 'EXERCISE_RUNNING'])
  const analyst = await server.as('analyst')
  expect((await analyst.post(`/api/exercises/${exercise.id}/steer`, { do: 'end' })).status).toBe(403)
  const { body } = await analyst.get<{ running: { id: string } | null }>('/api/exercises/running')
  expect(body.running?.id).toBe(exercise.id)
})

test('it is paused, hurried and ended; after that it is read and no longer changed', async () => {
  const steer = (body: object) => leader.client.post(`/api/exercises/${exercise.id}/steer`, body)
  await steer({ do: 'pause' })
  expect((await exerciseOf(leader.client, exercise.id)).state?.running).toBe(false)
  await steer({ do: 'speed', speed: 10 })
  await steer({ do: 'inject', inject: 'sau-nay' })
  await eventually(async () => expect((await reviewOf(inside)).messages.length).toBe(2))
  await steer({ do: 'end' })
  await eventually(async () =>
    expect((await exerciseOf(leader.client, exercise.id)).endReason).toBe('stopped'),
  )
  const late = await inside.post<{ code: string }>('/api/exercise/messages/sau-nay/acknowledge')
  expect([late.status, late.body.code]).toEqual([409, 'EXERCISE_ENDED'])
  expect((await reviewOf(inside)).expected.map((e) => e.state)).toEqual(['met', 'missed', 'missed'])
  expect((await leader.client.get<{ running: null }>('/api/exercises/running')).body.running).toBeNull()
})

test('after a whole exercise nothing of it is in the real world', async () => {
  const after = await fingerprint()
  const { screen: _, personal_token: __, ...rest } = after
  const { screen: ___, personal_token: ____, ...was } = before
  expect(rest.audit_entry).not.toBe(undefined)
  // An account was made for the refusal above; it is the test's own.
  const own = new Set(['account', 'audit_entry'])
  for (const [name, sum] of Object.entries(rest))
    if (!own.has(name)) expect([name, sum]).toEqual([name, was[name]])
  const { rows } = await server.app.db.pool.query<{ action: string }>(
    "select distinct action from audit_entry where at > (select started_at from exercise) and action not like 'session.%' order by 1",
  )
  expect(rows.map((r) => r.action)).toEqual([
    'account.created',
    'exercise.ended',
    'exercise.started',
    'exercise.steered',
  ])
  expect(heard).toEqual([])
})

test('a killed exercise is nothing to the real world, and goes on where it was, with its people and its record', async () => {
  const shut = await leader.client.post(`/api/exercises/${exercise.id}/shut`)
  expect(shut.status).toBe(200)
  // Its address says that it is over, to people and to programs.
  const door = await fetch(`${urlOf(exercise)}/desk`)
  expect([door.status, door.headers.get('x-td-world')]).toEqual([410, 'exercise'])
  expect(await door.text()).toContain('Cuộc diễn tập đã kết thúc lúc')
  expect((await inside.get('/api/latest')).body).toMatchObject({ code: 'EXERCISE_ENDED' })
  const second = await start(leader.client, scenario())
  await leader.client.post(`/api/exercises/${second.id}/steer`, { do: 'speed', speed: 10 })
  const before = new Client(urlOf(second))
  await before.signIn(leader.username, leader.password)
  await eventually(async () => {
    const { messages, line } = await reviewOf(before)
    expect([messages.length, line.filter((l) => l.inject === 'bao').length]).toEqual([1, 1])
  })
  await before.post('/api/exercise/messages/bao-cao/acknowledge')
  const pid = server.app.exercise.exercises?.pid
  if (pid === undefined) throw new Error('no process')
  process.kill(pid, 'SIGKILL')
  const cut = await eventually(async () => {
    const found = await exerciseOf(leader.client, second.id)
    expect(found.open).toBeNull()
    return found
  })
  expect(cut.endedAt).toBeNull()
  expect((await leader.client.get('/api/latest?indicator=KTN-02')).status).toBe(200)
  const again = await eventually(
    async () => {
      const found = await exerciseOf(leader.client, second.id)
      expect(found.open).not.toBeNull()
      expect(found.state?.running).toBe(true)
      return found
    },
    { timeout: 120_000 },
  )
  // Ten minutes a minute: had its clock run on while it was away, it would be far past this.
  expect(again.state?.speed).toBe(10)
  const reader = new Client(urlOf(again))
  reader.cookie = before.cookie
  const review = await reviewOf(reader)
  expect(review.messages.map((m) => m.acknowledgedBy)).toEqual([`account:${leader.username}`])
  expect(review.line.filter((l) => l.inject === 'bao')).toHaveLength(1)
  const stood = review.line.filter((l) => l.kind === 'clock').map((l) => l.minute)
  const [cutAt = 0, wentOn = 99] = stood.slice(-2)
  expect(wentOn).toBeCloseTo(cutAt, 6)
  // Its source sends again, with a key of its own.
  const opened = Date.now()
  await eventually(async () => {
    const said = JSON.stringify((await reader.get('/api/latest?indicator=KTN-02')).body)
    expect(said).toContain(String(ONLY_IN_EXERCISE))
    expect(Date.parse(/"recordedAt":"([^"]+)"/.exec(said)?.[1] ?? '')).toBeGreaterThan(opened)
  })
  const { rows } = await server.app.db.pool.query(
    "select 1 from audit_entry where action = 'exercise.went-on' and subject = $1",
    [`exercise:${second.id}`],
  )
  expect(rows).toHaveLength(1)
  expect((await leader.client.post(`/api/exercises/${second.id}/shut`)).status).toBe(200)
  expect((await exerciseOf(leader.client, second.id)).endReason).toBe('stopped')
  expect((await leader.client.send('DELETE', `/api/exercises/${second.id}`)).status).toBe(200)
}, 300_000)
