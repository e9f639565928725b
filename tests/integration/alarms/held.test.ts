import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlarmCondition, AlarmRuleInput, AlarmRuleView } from '../../../shared/api/alarms.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, changeRule, detail, openOf } from './stage.ts'

let server: TestServer
let duty: Client
let dead: Source
let code = ''
/** Numbers that are late as they come: of the source that dies, and of one that lives. */
const [SILENT, ALIVE] = [['01', '22', '46'], ['48']]
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  const indicator = server.app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'realtime')
  code = indicator?.code ?? ''
  const say = async (units: string[]) => {
    const source = await agree(server.app, server.url, [{ indicator: code }])
    const at = new Date(Date.now() - 30_000).toISOString()
    await source.push({ observations: units.map((unit) => ({ indicator: code, unit, at, value: 60 })) })
    return source
  }
  // The room hears of a dead connection only after a while, and of a late one not at all.
  await change('KN-MAT', { holdSeconds: 3_600 })
  await change('KN-CHAM', { enabled: false })
  dead = await say(SILENT)
  await say(ALIVE)
  gone(true)
}, 120_000)
afterAll(() => server?.stop())

async function change(rule: string, more: Partial<AlarmRuleInput>): Promise<void> {
  const { body } = await duty.get<AlarmRuleView[]>('/api/alarm-rules')
  const found = body.find((r) => r.code === rule)
  const { status } = await changeRule(duty, found?.id, { ...found?.rule, ...more })
  expect(status).toBe(200)
}
const gone = (is: boolean) =>
  server.app.bus.emit('source-gone', { id: dead.id, gone: is, at: Date.now() + 60_000 })
const add = (rule: string, condition: AlarmCondition) =>
  addRule(duty, rule, { condition, needsPerson: false })
const unitsOf = async (rule: string) => {
  const found = await Promise.all((await openOf(duty, rule)).map((a) => detail(duty, a.id)))
  return found.map((a) => String(a.detail.unit)).sort()
}
const stands = (rule: string, units: string[]) =>
  eventually(async () => expect(await unitsOf(rule)).toEqual([...units].sort()))

it('what a lost connection explains is held back also while no alarm says that it is lost', async () => {
  expect(server.app.trust.connection(dead.id)?.state).toBe('lost')
  await add('CHAM', { kind: 'freshness', indicator: code, units: null, state: 'late' })
  await stands('CHAM', ALIVE)
  expect(await openOf(duty, 'KN-MAT')).toEqual([])
})

it('a condition that asks for an age is explained by it too; one that a number meets by itself is news', async () => {
  const expression = (text: string): AlarmCondition => ({ kind: 'expression', units: null, expression: text })
  await add('TUOI', expression(`age("${code}") > 10.0`))
  await add('SO', expression(`value("${code}") > 50.0 || age("${code}") > 10.0`))
  await stands('SO', [...SILENT, ...ALIVE])
  await stands('TUOI', ALIVE)
})

it('back again, what still holds is raised', async () => {
  gone(false)
  await stands('CHAM', [...SILENT, ...ALIVE])
  await stands('TUOI', [...SILENT, ...ALIVE])
})
