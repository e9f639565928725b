import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { Page } from '../live/page.ts'

const PASSWORD = 'trống đồng Đông Sơn'
let server: TestServer
let administrator: Client
let n = 0

beforeAll(async () => {
  server = await startServer()
  administrator = await server.as('administrator')
})
afterAll(() => server?.stop())

/** An account with as many browsers signed in as asked. */
async function person(browsers = 1) {
  const username = `nguoi${++n}`
  const id = await server.app.access.createAccount({
    username,
    displayName: username,
    role: 'analyst',
    unitCode: 'VN',
    password: PASSWORD,
  })
  const clients: Client[] = []
  for (let i = 0; i < browsers; i++) {
    const client = new Client(server.url)
    await client.signIn(username, PASSWORD)
    clients.push(client)
  }
  return { id, username, clients }
}
async function socketOf(client: Client) {
  const page = new Page(server.url, client.cookie)
  expect(await page.settled()).toBe(true)
  const ended = new Promise<string>((done) => page.socket.once('disconnect', done))
  return { page, ended }
}
const meOf = async (client: Client) => (await client.get('/api/me')).status

describe('a session', () => {
  it('ends with its sockets when its person signs out; another browser goes on', async () => {
    const { clients } = await person(2)
    const [here, there] = clients as [Client, Client]
    const [a, b] = [await socketOf(here), await socketOf(there)]
    const old = here.cookie
    expect((await here.post('/api/sign-out')).status).toBe(200)
    expect(await a.ended).toBe('io server disconnect')
    here.cookie = old
    expect([await meOf(here), await meOf(there)]).toEqual([401, 200])
    expect(await b.page.socket.timeout(30_000).emitWithAck('clock')).toBeGreaterThan(0)
    b.page.close()
  })

  it('ends at once, with sockets and tokens, when the account is disabled', async () => {
    const { id, username, clients } = await person()
    const [client] = clients as [Client]
    const made = await client.post<{ token: string }>('/api/me/tokens', { name: 'đọc số' })
    const { ended } = await socketOf(client)
    const bearer = () =>
      fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${made.body.token}` } })
    expect((await bearer()).status).toBe(200)
    expect((await administrator.send('PATCH', `/api/accounts/${id}`, { enabled: false })).status).toBe(200)
    expect(await ended).toBe('io server disconnect')
    expect([await meOf(client), (await bearer()).status]).toEqual([401, 401])
    const again = new Page(server.url, client.cookie)
    expect(await again.settled()).toBe(false)
    again.close()
    const back = await new Client(server.url).post('/api/sign-in', { username, password: PASSWORD })
    expect(back.status).toBe(401)
  })

  it('ends everywhere else when its person changes the password', async () => {
    const { username, clients } = await person(2)
    const [here, there] = clients as [Client, Client]
    const { ended } = await socketOf(there)
    const next = 'Lạc Long Quân và Âu Cơ'
    const change = (current: string, to: string) =>
      here.post<{ detail?: { reason?: string } }>('/api/me/password', { current, next: to })
    expect((await change('không đúng', next)).body.detail?.reason).toBe('PASSWORD_WRONG')
    expect((await change(PASSWORD, 'ngắn')).body.detail?.reason).toBe('PASSWORD_WEAK')
    expect((await change(PASSWORD, next)).status).toBe(200)
    expect(await ended).toBe('io server disconnect')
    expect([await meOf(here), await meOf(there)]).toEqual([200, 401])
    const old = await new Client(server.url).post('/api/sign-in', { username, password: PASSWORD })
    expect(old.status).toBe(401)
    await new Client(server.url).signIn(username, next)
  })

  it('is over after its time, idle or in all, and is swept with its sockets', async () => {
    const { clients } = await person(3)
    const [idle, old, fresh] = clients as [Client, Client, Client]
    const { pool } = server.app.db
    const sid = (c: Client) => server.app.access.hashToken(c.cookie.split('=')[1] ?? '').toString('hex')
    await pool.query("update web_session set expires_at = now() - interval '1 second' where sid = $1", [
      sid(idle),
    ])
    const eightDays = Date.now() - 8 * 86_400_000
    await pool.query("update web_session set data = jsonb_set(data, '{createdAt}', $2) where sid = $1", [
      sid(old),
      JSON.stringify(eightDays),
    ])
    expect([await meOf(idle), await meOf(old), await meOf(fresh)]).toEqual([401, 401, 200])
    expect((await server.app.access.store.sweep()).sort()).toEqual([sid(idle), sid(old)].sort())
    expect(await meOf(fresh)).toBe(200)
  })

  it('is prolonged by use', async () => {
    const { clients } = await person()
    const [client] = clients as [Client]
    const { pool } = server.app.db
    const sid = server.app.access.hashToken(client.cookie.split('=')[1] ?? '').toString('hex')
    await pool.query("update web_session set expires_at = now() + interval '1 hour' where sid = $1", [sid])
    expect(await meOf(client)).toBe(200)
    const { rows } = await pool.query<{ long: boolean }>(
      "select expires_at > now() + interval '11 hours' long from web_session where sid = $1",
      [sid],
    )
    expect(rows[0]?.long).toBe(true)
  })
})

describe('a change by cookie', () => {
  it('needs the session’s own token and must come from our pages', async () => {
    const { clients } = await person()
    const [client] = clients as [Client]
    const patch = (headers: Record<string, string>) =>
      fetch(`${server.url}/api/me`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', cookie: client.cookie, ...headers },
        body: JSON.stringify({ language: 'en' }),
      })
    const right = { 'x-td-csrf': client.csrf }
    const other = (await person()).clients[0]?.csrf ?? ''
    for (const [headers, status] of [
      [{}, 403],
      [{ 'x-td-csrf': other }, 403],
      [{ ...right, origin: 'https://example.org' }, 403],
      [{ ...right, 'sec-fetch-site': 'cross-site' }, 403],
      [{ ...right, 'sec-fetch-site': 'same-site' }, 403],
      [{ ...right, origin: server.url, 'sec-fetch-site': 'same-origin' }, 200],
    ] as const)
      expect([headers, (await patch(headers)).status]).toEqual([headers, status])
    const page = new Page(server.url, client.cookie, { origin: 'https://example.org' })
    expect(await page.settled()).toBe(false)
    page.close()
  })
})
