import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  ConnectionView,
  ContractView,
  MessageRecordView,
  MessageView,
} from '../../../shared/api/intake.ts'
import { agree, load, push } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startServer()
  admin = await server.as('administrator')
})
afterAll(() => server?.stop())

const times = { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null }
const wanted = {
  id: 'EVN-THU',
  agencyCode: 'VN',
  name: { vi: 'Nguồn thử', en: 'A source' },
  connector: 'http-push',
  simulated: false,
  contract: { times, series: [{ indicator: 'KTN-02', units: ['VN'] }] },
}

describe('connections', () => {
  it('are created with a key that is shown once and kept only as a hash', async () => {
    const heard: string[][] = []
    const off = server.app.bus.on('connections', ({ ids }) => heard.push(ids))
    const { status, body } = await admin.post<{ id: string; key: string }>('/api/connections', wanted)
    off()
    expect(status).toBe(201)
    expect(body.id).toBe('EVN-THU')
    expect(Buffer.from(body.key, 'base64url')).toHaveLength(32)
    expect(heard).toEqual([['EVN-THU']])
    const { rows } = await server.app.db.pool.query('select * from connection where id = $1', ['EVN-THU'])
    expect(JSON.stringify(rows)).not.toContain(body.key)
    const list = await admin.get<ConnectionView[]>('/api/connections')
    expect(list.body.find((c) => c.id === 'EVN-THU')).toMatchObject({ agency: { code: 'VN' }, enabled: true })
    expect(JSON.stringify(list.body)).not.toContain(body.key)
    expect((await push(server.url, body.id, body.key, { observations: [load(0)] })).status).toBe(200)
  })

  it('tell whom to call to those who call, and on what legal ground they send to everyone', async () => {
    const contact = { name: 'Nguyễn Thị Minh', phone: '024 1234 5678' }
    const legalBasis = 'Thông tư 05/2025/TT-VPCP, biểu 01'
    const contract = { ...wanted.contract, contact, legalBasis }
    expect((await admin.post('/api/connections/EVN-THU/contract', contract)).status).toBe(200)
    for (const [role, told] of [
      ['administrator', contact],
      ['duty', contact],
      ['agency', contact],
      ['leader', null],
      ['analyst', null],
      ['auditor', null],
    ] as const) {
      const who = role === 'administrator' ? admin : await server.as(role, 'VN')
      const one = (await who.get<ContractView>('/api/connections/EVN-THU/contract')).body
      const list = (await who.get<ConnectionView[]>('/api/connections')).body
      const seen = list.find((c) => c.id === 'EVN-THU')?.contract
      expect([role, one.contact, one.versions[0]?.contact, seen?.contact]).toEqual([role, told, told, told])
      expect([one.legalBasis, seen?.legalBasis]).toEqual([legalBasis, legalBasis])
    }
    expect((await admin.post('/api/connections/EVN-THU/contract', wanted.contract)).status).toBe(200)
  })

  it('are refused when what they name does not exist', async () => {
    const bad = async (change: object) => {
      const { status, body } = await admin.post<{ code: string }>('/api/connections', {
        ...wanted,
        id: 'X-1',
        ...change,
      })
      return [status, body.code]
    }
    expect(await bad({ id: 'EVN-THU' })).toEqual([409, 'CONFLICT'])
    expect(await bad({ agencyCode: 'NOBODY' })).toEqual([404, 'NOT_FOUND'])
    const contract = (series: object[], period = 'PT1S') => ({
      contract: { times: { ...times, period }, series },
    })
    expect(await bad(contract([{ indicator: 'NOPE' }]))).toEqual([400, 'BAD_REQUEST'])
    expect(await bad(contract([{ indicator: 'KTN-02', units: ['XX'] }]))).toEqual([400, 'BAD_REQUEST'])
    expect(await bad(contract([{ indicator: 'KTN-02', measure: '%' }]))).toEqual([400, 'BAD_REQUEST'])
    expect(await bad(contract([{ indicator: 'KTN-02', min: 2, max: 1 }]))).toEqual([400, 'BAD_REQUEST'])
    expect(await bad(contract([], 'one second'))).toEqual([400, 'BAD_REQUEST'])
  })

  it('keep every version of their contract, and a message remembers its own', async () => {
    const source = await agree(server.app, server.url)
    const first = (await source.push({ observations: [load(10)] })).answer
    const series = [{ indicator: 'KTN-02', units: ['VN'], max: 50_000 }]
    expect((await admin.post(`/api/connections/${source.id}/contract`, { times, series })).status).toBe(200)
    const second = (await source.push({ observations: [load(11), load(12, 60_000)] })).answer
    expect(second.rows.map((r) => r.code)).toEqual(['RANGE'])
    const { body } = await admin.get<ContractView>(`/api/connections/${source.id}/contract`)
    expect(body).toMatchObject({ version: 2, series })
    expect(body.versions.map((v) => v.version)).toEqual([2, 1])
    const { body: list } = await admin.get<MessageView[]>(`/api/connections/${source.id}/messages`)
    expect(list.map((m) => [m.id, m.contractVersion])).toEqual([
      [second.message, 2],
      [first.message, 1],
    ])
  })

  it('show a message raw, with its hash worked out again', async () => {
    const source = await agree(server.app, server.url)
    const { answer } = await source.push({ observations: [load(20)] })
    const { body } = await admin.get<MessageRecordView>(`/api/messages/${answer.message}`)
    expect(body).toMatchObject({
      sha256: answer.sha256,
      recomputed: answer.sha256,
      intact: true,
      decoder: 'json',
    })
    const raw = await admin.fetch(`/api/messages/${answer.message}/raw`)
    expect(raw.headers.get('content-type')).toMatch(/octet-stream/)
    expect(await raw.json()).toEqual({ observations: [load(20)] })
    expect((await admin.get('/api/messages/999999999')).status).toBe(404)
    expect((await admin.get('/api/messages/x')).status).toBe(404)
  })

  it('take maintenance from the duty officer', async () => {
    const source = await agree(server.app, server.url)
    const duty = await server.as('duty')
    const maintenance = { from: Date.now(), to: Date.now() + 3600_000, reason: 'Nâng cấp' }
    const { body } = await duty.post<ConnectionView>(`/api/connections/${source.id}/maintenance`, {
      maintenance,
    })
    expect(body.maintenance).toEqual(maintenance)
    expect(server.app.intake.connections.get(source.id)?.maintenance).toEqual(maintenance)
    const ended = await duty.post<ConnectionView>(`/api/connections/${source.id}/maintenance`, {
      maintenance: null,
    })
    expect(ended.body.maintenance).toBeNull()
  })
})
