import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MappingInput, NewIndicatorInput } from '../../../shared/api/intake.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

/** Connections of Quảng Ninh and of Hà Nội, each a folder. */
const [OWN, OTHER] = ['DROP-22', 'DROP-01']
let server: TestServer
let indicator: string
const of = {} as Record<Role, Client>
beforeAll(async () => {
  server = await startServer()
  indicator =
    server.app.catalogue.now().indicators.find((i) => i.level === 'province' && i.period === 'monthly')
      ?.code ?? ''
  const admin = await server.as('administrator')
  for (const id of [OWN, OTHER]) {
    await admin.post('/api/connections', {
      ...{ id, agencyCode: id.slice(-2), connector: 'file-drop', name: { vi: 'Nguồn thử', en: 'A source' } },
      contract: {
        times: { period: 'P1M', graceSeconds: 5, expirySeconds: 60, hours: null },
        series: [{ indicator }],
      },
    })
    const settings = { kind: 'file-drop', every: 'PT1H', format: null, keepDays: 30 }
    const { status } = await admin.post(`/api/connections/${id}/settings`, {
      settings,
      secrets: {},
      after: 0,
    })
    expect(status).toBe(200)
  }
  for (const role of ['duty', 'administrator', 'agency'] as const) of[role] = await server.as(role, '22')
})
afterAll(() => server?.stop())

const put = (client: Client, id: string) =>
  client.fetch(`/api/connections/${id}/drop?file=bang.csv`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: 'indicator,unit,period,value\n',
  })
const settings = {
  settings: { kind: 'file-drop', every: 'PT1H', format: null, keepDays: 30 },
  secrets: {},
  after: 1,
}

describe('an account of one province, of a connection', () => {
  it.each([
    ['duty', 'reads what waits in its folder', (c: Client, id: string) => c.get(`${at(id)}/drop`), 200],
    [
      'administrator',
      'reads what waits in its folder',
      (c: Client, id: string) => c.get(`${at(id)}/drop`),
      200,
    ],
    ['duty', 'puts a file into its folder', put, 202],
    ['administrator', 'puts a file into its folder', put, 202],
    ['duty', 'sees how it goes', (c: Client, id: string) => c.get(`${at(id)}/health`), 200],
    [
      'duty',
      'announces its maintenance',
      (c: Client, id: string) => c.post(`${at(id)}/maintenance`, { maintenance: null }),
      200,
    ],
    ['administrator', 'reads its settings', (c: Client, id: string) => c.get(`${at(id)}/settings`), 200],
    [
      'administrator',
      'changes its settings',
      (c: Client, id: string) => c.post(`${at(id)}/settings`, settings),
      200,
    ],
    [
      'administrator',
      'tries its settings',
      (c: Client, id: string) => c.post(`${at(id)}/trial`, settings),
      200,
    ],
    ['administrator', 'switches it off', (c: Client, id: string) => c.post(`${at(id)}/disable`), 200],
    ['administrator', 'switches it on', (c: Client, id: string) => c.post(`${at(id)}/enable`), 200],
    ['administrator', 'gets it another key', (c: Client, id: string) => c.post(`${at(id)}/rekey`), 200],
  ] as const)('as %s %s: of its own unit alone', async (role, _, ask, status) => {
    expect((await ask(of[role], OWN)).status).toBe(status)
    expect((await ask(of[role], OTHER)).status).toBe(404)
  })
})
const at = (id: string) => `/api/connections/${id}`

async function file(client: Client, what: 'preview' | 'import', fields: Record<string, string>) {
  const form = new FormData()
  for (const [k, v] of Object.entries(fields)) form.append(k, v)
  form.append('file', new Blob([`indicator,unit,period,value\n${indicator},22,2026-08,5\n`]), 'bang.csv')
  return (await client.fetch(`/api/files/${what}`, { method: 'POST', body: form })).status
}

describe.each(['duty', 'administrator', 'agency'] as const)('a file that a province’s %s brings', (role) => {
  it.each(['preview', 'import'] as const)('to %s is of its own unit', async (what) => {
    expect(await file(of[role], what, {})).toBe(200)
    expect(await file(of[role], what, { agency: '01' })).toBe(403)
    expect(await file(of[role], what, { agency: 'VN' })).toBe(403)
    expect(await file(of[role], what, { connection: OTHER })).toBe(403)
  })

  it.each(['preview', 'import'] as const)('to %s makes no indicator', async (what) => {
    const create: NewIndicatorInput = {
      ...{ code: 'THU-01', name: { vi: 'Thử', en: 'A trial' }, section: 1, measure: '%', period: 'yearly' },
      ...{ level: 'province', aggregation: 'none', source: 'Cục Thống kê' },
    }
    const mapping: MappingInput = {
      unit: { code: '22' },
      time: { period: '2026' },
      items: { value: { create } },
    }
    expect(await file(of[role], what, { mapping: JSON.stringify(mapping) })).toBe(403)
    expect(server.app.catalogue.now().indicator('THU-01')).toBeUndefined()
  })
})
