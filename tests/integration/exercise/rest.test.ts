import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExerciseView } from '../../../shared/api/exercise.ts'
import type { AlarmHearing } from '../../../shared/live.ts'
import {
  askInside,
  exerciseOf,
  type Person,
  person,
  scenario,
  start,
  urlOf,
} from '../../fixtures/exercise.ts'
import { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, raised, writeLadder } from '../alarms/stage.ts'
import { Page } from '../live/page.ts'

// What the clock does by itself while an exercise stands, is away, and after its end: nothing that the scenario does not.
const WORLD = { timeout: 120_000 }
/** A source that says nothing for so long (ms) is lost. */
const LOST_MS = 8_000
/** A second and so many more without a word and it is late: a busy machine has them to spare. */
const GRACE_S = 6
const LONG = { timeout: 120_000, interval: 500 }
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
let server: TestServer
let leader: Person
let officer: Person
let exercise: ExerciseView
let inside: Client

beforeAll(async () => {
  server = await startServer()
  leader = await person(server.app, server.url, 'leader')
  officer = await person(server.app, server.url, 'administrator')
  const { connections, ...rest } = scenario()
  const times = { everySeconds: 1, graceSeconds: GRACE_S, expirySeconds: LOST_MS / 1000 }
  exercise = await start(leader.client, {
    ...rest,
    connections: connections.map((c) => (c.kind === 'numbers' ? { ...c, ...times } : c)),
  })
  inside = new Client(urlOf(exercise))
  await inside.signIn(officer.username, officer.password)
}, 300_000)
afterAll(() => server?.stop())

const steer = async (body: object) =>
  expect((await leader.client.post(`/api/exercises/${exercise.id}/steer`, body)).status).toBe(200)

const ask = <T extends object>(sql: string) => askInside<T>(server.app, exercise.id, sql)
/** By the database's own clock, ms. */
const msOf = async (sql: string) =>
  (await ask<{ ms: number }>(`select (extract(epoch from ${sql}) * 1000)::float8 ms`))[0]?.ms ?? 0
const lastClock = "(select at from exercise_step where kind = 'clock' order by id desc limit 1)"
const states = async () =>
  (
    await ask<{ state: string }>(
      "select state from connection_state where connection_id = 'DT-LUOI' order by at",
    )
  ).map((r) => r.state)
/** People come in and go out; and how far what came has been looked through is no part of the exercise. */
const OUTSIDE = ['web_session', 'rollup_mark', 'check_progress']
async function fingerprint(): Promise<Record<string, string>> {
  const tables = await ask<{ name: string }>(
    "select tablename name from pg_tables where schemaname = 'public' order by 1",
  )
  const found: Record<string, string> = {}
  for (const { name } of tables.filter((t) => !OUTSIDE.includes(t.name))) {
    const where = name === 'audit_entry' ? "where action not like 'session.%'" : ''
    const [row] = await ask<{ sum: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') sum from ${name} t ${where}`,
    )
    found[name] = row?.sum ?? ''
  }
  return found
}
/** Once what was under way is written down. */
async function settled(): Promise<Record<string, string>> {
  let last = await fingerprint()
  await eventually(
    async () => {
      const before = last
      last = await fingerprint()
      expect(last).toEqual(before)
    },
    { interval: 1_000 },
  )
  return last
}
const values = async () =>
  (await ask<{ n: number }>("select count(*)::int n from message where connection_id = 'DT-LUOI'"))[0]?.n ?? 0
async function heard(): Promise<AlarmHearing> {
  const page = new Page(urlOf(exercise), inside.cookie)
  await page.settled()
  const found = await page.socket.emitWithAck('alarms:hear')
  page.close()
  if (!('heard' in found)) throw new Error(JSON.stringify(found))
  return found
}

test('while it is paused its sources go on saying the same, and none of them is late or lost', async () => {
  await eventually(async () => expect(await values()).toBeGreaterThan(1), WORLD)
  await steer({ do: 'pause' })
  const before = await values()
  await eventually(async () => {
    expect(await msOf(`clock_timestamp() - ${lastClock}`)).toBeGreaterThan(2 * LOST_MS)
    expect(await values()).toBeGreaterThan(before + 2)
  }, LONG)
  expect((await states()).filter((s) => s === 'late' || s === 'lost')).toEqual([])
}, 300_000)

test('one that was away longer than its sources may be silent goes on without a lost one', async () => {
  const before = await values()
  const pid = server.app.exercise.exercises?.pid
  if (pid === undefined) throw new Error('no process')
  // Frozen first, however fast it is taken up: it is away from the second that it kept last.
  process.kill(pid, 'SIGSTOP')
  await eventually(
    async () =>
      expect(await msOf('clock_timestamp() - (select seen_at from exercise)')).toBeGreaterThan(
        LOST_MS + 1_000,
      ),
    LONG,
  )
  process.kill(pid, 'SIGKILL')
  await eventually(async () => expect((await exerciseOf(leader.client, exercise.id)).open).toBeNull())
  await eventually(async () => {
    exercise = await exerciseOf(leader.client, exercise.id)
    expect(exercise.open).not.toBeNull()
  }, WORLD)
  await eventually(async () => expect(await values()).toBeGreaterThan(before + 2), LONG)
  const stood = `select max(at) - min(at) from (
    select at from exercise_step where kind = 'clock' order by id desc limit 2) last_two`
  expect(await msOf(`(${stood})`)).toBeGreaterThan(LOST_MS)
  expect((await states()).filter((s) => s === 'late' || s === 'lost')).toEqual([])
}, 300_000)

test('after its end nothing in it turns, climbs, rings or is written, whether it stays open or is opened again', async () => {
  const cookie = inside.cookie
  inside = Object.assign(new Client(urlOf(exercise)), { cookie, csrf: inside.csrf })
  await steer({ do: 'resume' })
  const rung = (afterSeconds: number) => ({
    afterSeconds,
    channel: 'screen',
    position: 'VAI.TRUC',
    webhook: null,
  })
  const ladder = { name: { vi: 'Thang', en: 'Ladder' }, rungs: [rung(0), rung(3), rung(6), rung(9)] }
  expect((await writeLadder(inside, 'THANG', ladder)).status).toBe(200)
  await addRule(inside, 'TAI', {
    ladder: 'THANG',
    condition: {
      ...{ kind: 'value', indicator: 'KTN-02', units: ['VN'], comparator: '>', value: 40_000 },
      ...{ deadband: 500, perUnit: [] },
    },
  })
  await raised(inside, 'TAI')
  expect((await heard()).heard).not.toEqual({ critical: 0, high: 0, medium: 0, low: 0 })
  await steer({ do: 'end' })
  const before = await settled()
  expect((await states()).at(-1)).toBe('up')
  await wait(3 * LOST_MS)
  expect(await fingerprint()).toEqual(before)
  expect((await heard()).heard).toEqual({ critical: 0, high: 0, medium: 0, low: 0 })

  expect((await leader.client.post(`/api/exercises/${exercise.id}/shut`)).status).toBe(200)
  const opened = await leader.client.post<ExerciseView>(`/api/exercises/${exercise.id}/review`)
  expect(opened.status).toBe(200)
  exercise = opened.body
  inside = new Client(urlOf(exercise))
  await inside.signIn(officer.username, officer.password)
  await wait(3 * LOST_MS)
  expect(await fingerprint()).toEqual(before)
  expect((await heard()).heard).toEqual({ critical: 0, high: 0, medium: 0, low: 0 })
}, 300_000)
