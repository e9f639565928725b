import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExerciseView } from '../../../shared/api/exercise.ts'
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

const WORLD = { timeout: 120_000 }
const NEXT = 'mật khẩu khác hẳn'
let server: TestServer
let leader: Person
let administrator: Person
let exercise: ExerciseView
const people: Record<'disabled' | 'changed' | 'cut' | 'after', Person> = Object.create(null)

beforeAll(async () => {
  server = await startServer()
  const { app, url } = server
  leader = await person(app, url, 'leader')
  administrator = await person(app, url, 'administrator')
  for (const name of ['disabled', 'changed', 'cut', 'after'] as const)
    people[name] = await person(app, url, 'duty')
  exercise = await start(leader.client, scenario())
}, 300_000)
afterAll(() => server?.stop())

const patch = async ({ username }: Person, change: object) => {
  const found = await server.app.access.store.credentials(username)
  const { status } = await administrator.client.send('PATCH', `/api/accounts/${found?.account.id}`, change)
  expect(status).toBe(200)
}
const signIn = async ({ username }: Person, password: string) => {
  const client = new Client(urlOf(exercise))
  return { client, status: (await client.post('/api/sign-in', { username, password })).status }
}
const enter = async (p: Person): Promise<Client> => {
  const client = new Client(urlOf(exercise))
  await client.signIn(p.username, p.password)
  return client
}
const me = async (client: Client) => (await client.get('/api/me')).status

test('who is disabled or gets another password in reality is out of the exercise at once', async () => {
  const [disabled, changed, stays] = [
    await enter(people.disabled),
    await enter(people.changed),
    await enter(leader),
  ]
  await patch(people.disabled, { enabled: false })
  await patch(people.changed, { password: NEXT, role: 'agency', unit: '22' })
  await eventually(async () => expect([await me(disabled), await me(changed)]).toEqual([401, 401]))
  expect((await signIn(people.disabled, people.disabled.password)).status).toBe(401)
  expect((await signIn(people.changed, people.changed.password)).status).toBe(401)
  const again = await signIn(people.changed, NEXT)
  expect(again.status).toBe(200)
  const { body } = await again.client.get<{ principal: { role: string; unit: string } }>('/api/me')
  expect(body.principal).toMatchObject({ role: 'agency', unit: '22' })
  expect(await me(stays)).toBe(200)
  // Whoever is let in again, or is new, comes in here too.
  await patch(people.disabled, { enabled: true })
  const late = await person(server.app, server.url, 'duty')
  await eventually(async () => {
    expect((await signIn(people.disabled, people.disabled.password)).status).toBe(200)
    expect((await signIn(late, late.password)).status).toBe(200)
  })
})

test('a password changed inside holds while reality says nothing of that account', async () => {
  const inside = await enter(people.after)
  const { password: current } = people.after
  expect((await inside.post('/api/me/password', { current, next: NEXT })).status).toBe(200)
  await person(server.app, server.url, 'analyst')
  await patch(people.disabled, { displayName: 'Tên khác' })
  await eventually(async () => {
    const { body } = await (await enter(administrator)).get<{ username: string; displayName: string }[]>(
      '/api/accounts',
    )
    expect(body.find((a) => a.username === people.disabled.username)?.displayName).toBe('Tên khác')
  })
  expect(await me(inside)).toBe(200)
  expect((await signIn(people.after, NEXT)).status).toBe(200)
})

test('accounts are not made or changed inside', async () => {
  const inside = await enter(administrator)
  const { body: all } = await inside.get<{ id: number; username: string }[]>('/api/accounts')
  const id = all.find((a) => a.username === people.cut.username)?.id
  const account = { username: 'rieng', displayName: 'Riêng', role: 'duty', unit: 'VN', password: NEXT }
  for (const { status, body } of [
    await inside.post<{ code: string }>('/api/accounts', account),
    await inside.send<{ code: string }>('PATCH', `/api/accounts/${id}`, { role: 'administrator' }),
  ])
    expect([status, body.code]).toEqual([403, 'EXERCISE_ACCOUNTS'])
})

test('a database inside that cannot write an account at first costs nobody the exercise', async () => {
  const ask = (sql: string) => askInside(server.app, exercise.id, sql)
  const pid = server.app.exercise.exercises?.pid
  // A sequence counts on where a transaction is taken back: the first try fails, the second does not.
  await ask(`create sequence tries;
    create function fail_first() returns trigger language plpgsql as $$
    begin
      if nextval('tries') = 1 then raise exception 'busy'; end if;
      return new;
    end $$;
    create trigger fail_first before insert on account for each row execute function fail_first()`)
  const late = await person(server.app, server.url, 'duty')
  await eventually(
    async () => expect(await ask(`select from account where username = '${late.username}'`)).toHaveLength(1),
    { interval: 200 },
  )
  expect((await signIn(late, late.password)).status).toBe(200)
  expect(await ask('select last_value::int n from tries')).toEqual([{ n: 2 }])
  await ask('drop trigger fail_first on account; drop function fail_first; drop sequence tries')
  expect(server.app.exercise.exercises?.pid).toBe(pid)
})

test('who ends in reality while an exercise is away, or after its end, does not come in when it is open again', async () => {
  const [cut, stays] = [await enter(people.cut), await enter(leader)]
  const pid = server.app.exercise.exercises?.pid
  if (pid === undefined) throw new Error('no process')
  process.kill(pid, 'SIGKILL')
  await eventually(async () => expect((await exerciseOf(leader.client, exercise.id)).open).toBeNull())
  await patch(people.cut, { enabled: false })
  await eventually(async () => {
    exercise = await exerciseOf(leader.client, exercise.id)
    expect(exercise.open).not.toBeNull()
  }, WORLD)
  const at = (client: Client) => Object.assign(new Client(urlOf(exercise)), { cookie: client.cookie })
  expect([await me(at(cut)), await me(at(stays))]).toEqual([401, 200])
  expect((await signIn(people.cut, people.cut.password)).status).toBe(401)

  expect((await leader.client.post(`/api/exercises/${exercise.id}/shut`)).status).toBe(200)
  await patch(people.after, { enabled: false })
  await patch(people.changed, { password: `${NEXT} nữa` })
  const opened = await leader.client.post<ExerciseView>(`/api/exercises/${exercise.id}/review`)
  expect(opened.status).toBe(200)
  exercise = opened.body
  expect((await signIn(people.after, people.after.password)).status).toBe(401)
  expect((await signIn(people.changed, NEXT)).status).toBe(401)
  expect((await signIn(people.changed, `${NEXT} nữa`)).status).toBe(200)
  const reader = await enter(leader)
  // And while it is read.
  await patch(people.disabled, { enabled: false })
  await eventually(async () =>
    expect((await signIn(people.disabled, people.disabled.password)).status).toBe(401),
  )
  expect(await me(reader)).toBe(200)
}, 300_000)
