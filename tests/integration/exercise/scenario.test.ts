import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
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

test('a scenario in YAML is read like one in JSON, and each fault names its line and column', async () => {
  const text = stringify(scenario())
  expect((await check(text)).faults).toEqual([])
  const lines = text.split('\n')
  const at = (line: string) => lines.findIndex((l) => l.trim() === line)
  const wrong = (line: string, instead: string) => {
    const i = at(line)
    expect(i).toBeGreaterThan(0)
    return { line: i + 1, text: lines.with(i, (lines[i] ?? '').replace(line, instead)).join('\n') }
  }
  const unit = wrong('unit: VN', 'unit: KHONG-CO')
  expect((await check(unit.text)).faults).toMatchObject([
    { path: 'injects[0].unit', line: unit.line, column: 11 },
  ])
  const field = wrong('unit: VN', 'donvi: VN')
  expect((await check(field.text)).faults).toMatchObject([
    { path: 'injects[0]', message: { en: 'missing: unit' } },
    { path: 'injects[0]', line: field.line, column: 5, message: { en: 'unknown field: donvi' } },
  ])
  const twice = wrong('unit: VN', 'unit: VN\n    unit: VN')
  expect((await check(twice.text)).faults).toMatchObject([
    { line: twice.line + 1, message: { vi: 'không đọc được: hai trường trùng tên trong một mục' } },
  ])
  const tab = await check('format: trong-dong/scenario/1\ntitle:\n\tvi: a\n')
  expect(tab.faults[0]).toMatchObject({ line: 3 })
  // A text that refers to itself without end, and one that is nested without end, are refused like any other.
  const bomb = Array.from({ length: 12 }, (_, i) => `x${i}: &x${i} [${`*x${i - 1},`.repeat(i ? 9 : 0)}]`)
  for (const bad of [bomb.join('\n'), '['.repeat(200_000), '', '- 1\n- 2'])
    expect((await duty.post('/api/exercises/check', { text: bad || ' ' })).body).toMatchObject({
      summary: null,
    })
})

test('a delivered scenario is given as a file to begin one’s own from', async () => {
  const answer = await duty.fetch('/api/exercises/scenarios/bao-mien-trung')
  expect(answer.headers.get('content-disposition')).toContain('bao-mien-trung.yaml')
  const text = await answer.text()
  expect(text).toContain('title:\n  vi: Bão đổ bộ miền Trung')
  expect(await check(text)).toMatchObject({ faults: [], summary: { injects: expect.any(Number) } })
  expect((await duty.get('/api/exercises/scenarios/khong-co')).status).toBe(404)
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

test('the scenario in the documentation can be played', async () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'exercise.md'), 'utf8')
  const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  expect(await check(text)).toMatchObject({ faults: [], summary: { injects: 3, expected: 1 } })
})
