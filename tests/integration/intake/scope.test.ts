import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionView } from '../../../shared/api/intake.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let quangNinh: Client
beforeAll(async () => {
  server = await startServer()
  quangNinh = await server.as('agency', '22')
})
afterAll(() => server?.stop())

/** A monthly indicator of provinces, with its period. */
const monthly = () => {
  const found = server.app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'monthly')
  if (!found) throw new Error('the catalogue has no monthly indicator of provinces')
  return found.code
}
async function file(
  client: Client,
  what: 'preview' | 'import',
  csv: string,
  fields: Record<string, string> = {},
) {
  const form = new FormData()
  for (const [k, v] of Object.entries(fields)) form.append(k, v)
  form.append('file', new Blob([csv]), 'bang.csv')
  const response = await client.fetch(`/api/files/${what}`, { method: 'POST', body: form })
  return { status: response.status, body: await response.json() }
}

describe('scope', () => {
  it('hides connections of other units with all they sent', async () => {
    const indicator = monthly()
    const row = (unit: string) => ({ observations: [{ indicator, unit, period: '2026-09', value: 1 }] })
    const own = await agree(server.app, server.url, [{ indicator }], '22')
    const other = await agree(server.app, server.url, [{ indicator }], '31')
    const mine = (await own.push(row('22'))).answer
    const theirs = (await other.push(row('31'))).answer
    const { body } = await quangNinh.get<ConnectionView[]>('/api/connections')
    expect(body.map((c) => c.id)).toEqual([own.id])
    for (const [path, status] of [
      [`/api/connections/${own.id}/messages`, 200],
      [`/api/connections/${own.id}/quarantine`, 200],
      [`/api/connections/${own.id}/contract`, 200],
      [`/api/messages/${mine.message}`, 200],
      [`/api/messages/${mine.message}/raw`, 200],
      [`/api/connections/${other.id}/messages`, 404],
      [`/api/connections/${other.id}/quarantine`, 404],
      [`/api/connections/${other.id}/contract`, 404],
      [`/api/messages/${theirs.message}`, 404],
      [`/api/messages/${theirs.message}/raw`, 404],
    ] as const)
      expect([path, (await quangNinh.get(path)).status]).toEqual([path, status])
  })

  it('lets nobody in who is not signed in, and only administrators change connections', async () => {
    const { id } = await agree(server.app, server.url)
    for (const path of ['/api/connections', `/api/connections/${id}/messages`, '/api/messages/1'])
      expect((await server.anonymous.get(path)).status).toBe(401)
    const duty = await server.as('duty')
    for (const path of ['rekey', 'enable', 'disable'])
      expect((await duty.post(`/api/connections/${id}/${path}`)).status).toBe(403)
    expect((await server.anonymous.post(`/api/connections/${id}/rekey`)).status).toBe(401)
    expect((await file(await server.as('analyst'), 'preview', 'a,b\n1,2\n')).status).toBe(403)
    expect((await file(server.anonymous, 'import', 'a,b\n1,2\n')).status).toBe(401)
  })

  it('lets an agency import for itself alone', async () => {
    const indicator = monthly()
    const csv = `indicator,unit,period,value\n${indicator},22,2026-08,5\n${indicator},31,2026-08,6\n`
    const seen = await file(quangNinh, 'preview', csv)
    expect(seen).toMatchObject({ status: 200, body: { connection: 'FILE-22', accepted: 1, refused: 1 } })
    const done = await file(quangNinh, 'import', csv)
    expect(done.body.answer).toMatchObject({ accepted: 1, rows: [{ row: 2, code: 'NOT_IN_CONTRACT' }] })
    expect((await file(quangNinh, 'import', csv, { agency: '31' })).status).toBe(403)
    expect((await file(quangNinh, 'preview', csv, { agency: 'VN' })).status).toBe(403)
    const other = await agree(server.app, server.url)
    expect((await file(quangNinh, 'import', csv, { connection: other.id })).status).toBe(403)
  })
})
