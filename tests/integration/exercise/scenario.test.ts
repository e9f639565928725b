import { afterAll, beforeAll, expect, test } from 'vitest'
import { delivered } from '../../../server/exercise/scenario.ts'
import type { ScenarioChecked } from '../../../shared/api/exercise.ts'
import { scenario } from '../../fixtures/exercise.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
})
afterAll(() => server?.stop())

const check = async (text: string) => {
  const { status, body } = await duty.post<ScenarioChecked>('/api/exercises/check', { text })
  expect(status).toBe(200)
  return body
}
const faulty = async (more: object) =>
  (await check(JSON.stringify({ ...scenario(), ...more }))).faults.map((f) => f.path)

test('the scenarios that come with the product can be played', async () => {
  const all = [...delivered()]
  expect(all.map(([name]) => name)).toContain('bao-mien-trung')
  for (const [name, text] of all) expect([name, (await check(text)).faults]).toEqual([name, []])
})

test('a wrong scenario is refused with the place of each fault, in both languages', async () => {
  const [curve, alert, message] = scenario().injects
  expect(
    await faulty({
      injects: [
        { ...curve, at: 'sớm' },
        { ...message, to: undefined },
      ],
    }),
  ).toEqual(['injects[0].at', 'injects[1]'])
  expect(
    await faulty({
      injects: [
        { ...curve, unit: 'KHONG-CO' },
        { ...alert, connection: 'LA' },
      ],
      expected: [],
    }),
  ).toEqual(['injects[0].unit', 'injects[1].connection'])
  expect(
    await faulty({
      injects: [
        {
          ...curve,
          points: [
            [0, 1],
            [0, 2],
          ],
        },
        { ...message, at: 61 },
      ],
      expected: [{ ...scenario().expected[0], after: 'khong-co' }],
    }),
  ).toEqual(['injects[0].points[1]', 'injects[1].at', 'expected[0].after'])
  expect(await faulty({ them: 1 })).toEqual(['/'])
  const { faults, summary } = await check('{ "format": ')
  expect(summary).toBeNull()
  expect(faults[0]?.message.vi).toContain('không đọc được')
})

test('a refused scenario starts nothing', async () => {
  const { status, body } = await duty.post<{ code: string; detail: { faults: unknown[] } }>(
    '/api/exercises',
    {
      text: JSON.stringify({ ...scenario(), minutes: 0 }),
    },
  )
  expect([status, body.code, body.detail.faults.length]).toEqual([422, 'SCENARIO_INVALID', 1])
  expect((await duty.post('/api/exercises', {})).status).toBe(400)
  expect((await duty.get<{ running: null }>('/api/exercises/running')).body.running).toBeNull()
})
