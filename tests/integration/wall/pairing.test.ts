import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

type Hello = { code: string; deviceSecret: string; expiresAt: number }
const hello = async () => (await server.anonymous.post<Hello>('/api/screens/hello')).body
const poll = (deviceSecret: string) =>
  server.anonymous.post<{ token?: string; waiting?: true }>('/api/screens/poll', { deviceSecret })
const me = (token: string) =>
  fetch(`${server.url}/api/me`, { headers: { authorization: `Screen ${token}` } }).then((r) => r.status)
const actions = async () => {
  const { rows } = await server.app.db.pool.query<{ action: string }>(
    "select action from audit_entry where action like 'screen.%' order by id",
  )
  return rows.map((r) => r.action)
}

test('a screen shows a code, a duty officer approves it, the page gets a token that opens', async () => {
  const { code, deviceSecret, expiresAt } = await hello()
  expect(code).toMatch(/^\d{6}$/)
  expect(expiresAt).toBeGreaterThan(Date.now() + 9 * 60_000)
  expect((await poll(deviceSecret)).body).toEqual({ waiting: true })
  const approved = await duty.post<{ id: number; name: string }>('/api/screens/approve', {
    code,
    name: ' Tường giữa ',
  })
  expect(approved.status).toBe(200)
  expect(approved.body.name).toBe('Tường giữa')
  const { token } = (await poll(deviceSecret)).body
  expect(await me(token ?? '')).toBe(200)
  expect((await duty.post('/api/screens/approve', { code, name: 'Lần hai' })).status).toBe(404)

  const { rows } = await server.app.db.pool.query<{ token_hash: Buffer }>(
    'select token_hash from screen where id = $1',
    [approved.body.id],
  )
  expect(rows[0]?.token_hash).toEqual(server.app.access.hashToken(token ?? ''))

  const renamed = await duty.post(`/api/screens/${approved.body.id}/rename`, { name: 'Tường trái' })
  expect(renamed.body).toMatchObject({ name: 'Tường trái' })
  const revoked = await duty.post<{ revokedAt: number }>(`/api/screens/${approved.body.id}/revoke`)
  expect(revoked.body.revokedAt).toBeGreaterThan(0)
  expect(await me(token ?? '')).toBe(401)
  expect((await duty.post(`/api/screens/${approved.body.id}/revoke`)).status).toBe(404)
  expect(await actions()).toEqual(['screen.paired', 'screen.renamed', 'screen.revoked'])
})

test('the link pairs one screen, once, also when two use it at the same instant', async () => {
  const link = await server.app.wall.pairingLink(server.url)
  const token = link.split('#pair=')[1]
  const both = await Promise.all([1, 2].map(() => server.anonymous.post('/api/screens/pair', { token })))
  expect(both.map((b) => b.status).sort()).toEqual([200, 404])
  const paired = both.find((b) => b.status === 200)?.body
  expect(await me(String(paired?.token))).toBe(200)
  const list = await duty.get<{ id: number; connected: boolean }[]>('/api/screens')
  expect(list.body.find((s) => s.id === paired?.id)).toMatchObject({ connected: false })
})

test('only the duty and administrators approve, and being on this machine opens nothing', async () => {
  const { code } = await hello()
  const body = { code, name: 'Không được' }
  expect((await server.anonymous.post('/api/screens/approve', body)).status).toBe(401)
  for (const role of ['leader', 'agency', 'analyst', 'auditor'] as const)
    expect((await (await server.as(role)).post('/api/screens/approve', body)).status).toBe(403)
  expect((await (await server.as('administrator')).post('/api/screens/approve', body)).status).toBe(200)
  expect((await server.anonymous.get('/api/screens')).status).toBe(401)
})

test('wrong codes are limited for each approver', async () => {
  const guesser = await server.as('duty')
  const { code } = await hello()
  const guess = code === '000000' ? '000001' : '000000'
  for (let n = 0; n < 10; n++)
    expect((await guesser.post('/api/screens/approve', { code: guess, name: 'x' })).status).toBe(404)
  expect((await guesser.post('/api/screens/approve', { code, name: 'x' })).status).toBe(429)
  expect((await duty.post('/api/screens/approve', { code, name: 'x' })).status).toBe(200)
})

test('codes are asked for at a limited rate', async () => {
  const statuses: number[] = []
  for (let n = 0; n < 21; n++) statuses.push((await server.anonymous.post('/api/screens/hello')).status)
  expect(statuses.at(-1)).toBe(429)
})
