import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExerciseView } from '../../../shared/api/exercise.ts'
import { askInside, exerciseOf, type Person, person, scenario, start } from '../../fixtures/exercise.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

/** A process that has to begin first. */
const BEGUN = { timeout: 120_000 }
let server: TestServer
let leader: Person
let exercise: ExerciseView
beforeAll(async () => {
  server = await startServer()
  leader = await person(server.app, server.url, 'leader')
  exercise = await start(leader.client, scenario())
}, 300_000)
afterAll(() => server?.stop())

const world = () => server.app.exercise.exercises?.pid
/** The driver that the exercise's process started. */
function driver(): number | undefined {
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n')
  for (const line of list) {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    if (Number(parent) === world() && command.includes('exercise/driver/main.ts')) return Number(pid)
  }
}
const count = async (table: string, where: string) =>
  (
    await askInside<{ n: number }>(
      server.app,
      exercise.id,
      `select count(*)::int n from ${table} where ${where}`,
    )
  )[0]?.n ?? 0
const values = () => count('message', "connection_id = 'DT-LUOI'")

test('a driver that dies is replaced: its sources go on, and nothing comes a second time', async () => {
  await eventually(async () => {
    expect(await values()).toBeGreaterThan(1)
    expect((await exerciseOf(leader.client, exercise.id)).state?.done).toEqual(
      expect.arrayContaining(['phu-tai', 'bao', 'bao-cao']),
    )
  }, BEGUN)
  const [process1, first] = [world(), driver()]
  if (first === undefined) throw new Error('no driver')
  process.kill(first, 'SIGKILL')
  const second = await eventually(() => {
    const found = driver()
    expect(found).toBeDefined()
    expect(found).not.toBe(first)
    return found
  }, BEGUN)
  const before = await values()
  await eventually(async () => expect(await values()).toBeGreaterThan(before + 2), BEGUN)
  expect(driver()).toBe(second)
  expect(world()).toBe(process1)
  expect(await count('alert', 'true')).toBe(1)
  expect(await count('exercise_step', "kind = 'inject'")).toBe(3)
  // And it hears how the exercise is steered.
  const body = { do: 'inject', inject: 'sau-nay' }
  expect((await leader.client.post(`/api/exercises/${exercise.id}/steer`, body)).status).toBe(200)
  await eventually(async () =>
    expect((await exerciseOf(leader.client, exercise.id)).state?.done).toContain('sau-nay'),
  )
}, 400_000)
