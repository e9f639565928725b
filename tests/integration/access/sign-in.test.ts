import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const PASSWORD = 'trống đồng Đông Sơn'
let server: TestServer
const account = (username: string) =>
  server.app.access.createAccount({
    username,
    displayName: username,
    role: 'analyst',
    unitCode: 'VN',
    password: PASSWORD,
  })
const audited = async (subject: string) => {
  const { rows } = await server.app.db.pool.query<{ action: string }>(
    'select action from audit_entry where subject = $1 or actor = $1 order by id',
    [subject],
  )
  return rows.map((r) => r.action)
}
const tryIn = (username: string, password: string) =>
  new Client(server.url).post<{ code?: string }>('/api/sign-in', { username, password })

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

describe('signing in', () => {
  it('reads no more than a name and a password need, whoever sends', async () => {
    for (const path of [
      '/api/sign-in',
      '/api/screens/hello',
      '/api/screens/poll',
      '/api/first-administrator',
    ]) {
      const response = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(Array.from({ length: 10_000 }, () => ({}))),
      })
      expect([path, response.status]).toEqual([path, 413])
      expect(await response.json()).toMatchObject({ code: 'TOO_LARGE' })
    }
  })

  it('opens a session in a cookie that scripts and other sites cannot use', async () => {
    await account('mai')
    const response = await fetch(`${server.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: ' Mai ', password: PASSWORD }),
    })
    expect(response.status).toBe(200)
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^td\.session=[\w-]{43};/)
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part)
    const secret = /=([\w-]+)/.exec(cookie)?.[1] ?? ''
    const { rows } = await server.app.db.pool.query<{ sid: string }>('select sid from web_session')
    expect(rows.map((r) => r.sid)).toEqual([server.app.access.hashToken(secret).toString('hex')])
    expect(await audited('account:mai')).toEqual(['account.created', 'session.signed-in'])
  })

  it('marks the cookie Secure and asks for HTTPS behind a proxy that ends TLS', async () => {
    const proxied = await startServer({ TRUST_PROXY: '1' })
    try {
      await proxied.app.access.createAccount({
        username: 'mai',
        displayName: 'mai',
        role: 'analyst',
        unitCode: 'VN',
        password: PASSWORD,
      })
      const response = await fetch(`${proxied.url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'mai', password: PASSWORD }),
      })
      expect(response.headers.getSetCookie()[0]).toContain('Secure')
      // What a client writes before the proxy's own word is not its address.
      await fetch(`${proxied.url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9, 198.51.100.7' },
        body: JSON.stringify({ username: 'mai', password: 'không phải thế này' }),
      })
      const { rows } = await proxied.app.db.pool.query(
        "select address from audit_entry where action = 'session.refused'",
      )
      expect(rows).toEqual([{ address: '198.51.100.7' }])
      expect(response.headers.get('strict-transport-security')).toContain('max-age=31536000')
    } finally {
      await proxied.stop()
    }
  })

  it('says the same of a wrong password, an unknown name and a disabled account', async () => {
    const id = await account('lan')
    await account('tat')
    await server.app.db.pool.query("update account set enabled = false where username = 'tat'")
    const answers = [
      await tryIn('lan', 'không phải thế này'),
      await tryIn('khongco', PASSWORD),
      await tryIn('tat', PASSWORD),
    ]
    expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
    expect(id).toBeGreaterThan(0)
    expect(await audited('account:khongco')).toEqual(['session.refused'])
  })

  it('slows down guessing one account, also when all guesses come at once', async () => {
    await account('huong')
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => tryIn('huong', `đoán lần thứ ${n}`)))
    expect(all.filter((a) => a.status === 401)).toHaveLength(8)
    expect(all.filter((a) => a.status === 429)).toHaveLength(12)
    expect((await tryIn('huong', PASSWORD)).body.code).toBe('RATE_LIMITED')
    expect((await audited('account:huong')).filter((a) => a === 'session.refused')).toHaveLength(8)
    await account('thu')
    expect((await tryIn('thu', PASSWORD)).status).toBe(200)
  })

  it('answers words that no name can hold without failing', async () => {
    expect((await tryIn('a\u0000b', PASSWORD)).status).toBe(400)
    expect((await tryIn("' or 1=1 --", PASSWORD)).status).toBe(401)
    expect((await server.anonymous.post('/api/sign-in', { username: 7 })).status).toBe(400)
  })
})

it('slows down an address that tries many accounts', async () => {
  const own = await startServer()
  try {
    const guess = (n: number) =>
      own.anonymous.post('/api/sign-in', { username: `nguoi${n}`, password: 'mật khẩu đoán mò' })
    const all = await Promise.all(Array.from({ length: 45 }, (_, n) => guess(n)))
    expect(all.filter((a) => a.status === 401)).toHaveLength(40)
    expect(all.filter((a) => a.status === 429)).toHaveLength(5)
  } finally {
    await own.stop()
  }
})

describe('headers', () => {
  it('allow nothing from elsewhere and no frame', async () => {
    const { headers } = await fetch(`${server.url}/healthz`)
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ])
      expect(policy.split(';').map((r) => r.trim())).toContain(rule)
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('permissions-policy')).toContain('camera=(self), microphone=(self)')
    expect(headers.get('strict-transport-security')).toBeNull()
  })
})
