import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExerciseView } from '../../../shared/api/exercise.ts'
import { askInside, exerciseOf, type Person, person, scenario, start } from '../../fixtures/exercise.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let leader: Person
let exercise: ExerciseView
beforeAll(async () => {
  server = await startServer()
  leader = await person(server.app, server.url, 'leader')
  exercise = await start(leader.client, scenario())
}, 300_000)
afterAll(() => server?.stop())

test('an exercise that ended inside while nobody heard it ends outside when it is taken up, and does not go on', async () => {
  await askInside(
    server.app,
    exercise.id,
    "update exercise set ended_at = clock_timestamp(), end_reason = 'finished'",
  )
  const pid = server.app.exercise.exercises?.pid
  if (pid === undefined) throw new Error('no process')
  process.kill(pid, 'SIGKILL')
  await eventually(
    async () => {
      const { endReason, open } = await exerciseOf(leader.client, exercise.id)
      expect(open).not.toBeNull()
      expect(endReason).toBe('finished')
    },
    { timeout: 120_000 },
  )
  const { rows } = await server.app.db.pool.query<{ action: string }>(
    'select action from audit_entry where subject = $1 order by id',
    [`exercise:${exercise.id}`],
  )
  expect(rows.map((r) => r.action)).toEqual(['exercise.started', 'exercise.ended'])
}, 300_000)
