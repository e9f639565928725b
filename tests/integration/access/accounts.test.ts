import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { Page } from '../live/page.ts'

type View = { id: number; username: string; unit: string; enabled: boolean; mustChangePassword: boolean }
const FIRST = 'mật khẩu ban đầu'
let server: TestServer
let administrator: Client

beforeAll(async () => {
  server = await startServer()
  administrator = await server.as('administrator')
})
afterAll(() => server?.stop())

const create = (body: object) =>
  administrator.post<{ id: number; code?: string; detail?: unknown }>('/api/accounts', {
    username: 'quangninh',
    displayName: 'Trực Quảng Ninh',
    role: 'agency',
    unit: '22',
    password: FIRST,
    ...body,
  })
const list = async () => (await administrator.get<View[]>('/api/accounts')).body
const statusOf = async (client: Client, path: string) => (await client.get(path)).status

describe('an account', () => {
  it('given by an administrator opens nothing until its owner chose a password', async () => {
    const { status, body } = await create({})
    expect(status).toBe(201)
    expect((await list()).find((a) => a.id === body.id)).toMatchObject({
      username: 'quangninh',
      unit: '22',
      enabled: true,
      mustChangePassword: true,
    })
    const owner = new Client(server.url)
    await owner.signIn('quangninh', FIRST)
    expect((await owner.get('/api/me')).body).toMatchObject({ mustChangePassword: true })
    expect(await statusOf(owner, '/api/latest')).toBe(403)
    const page = new Page(server.url, owner.cookie)
    expect(await page.settled()).toBe(false)
    page.close()
    const chosen = await owner.post('/api/me/password', { current: FIRST, next: 'vịnh Hạ Long xanh' })
    expect(chosen.status).toBe(200)
    expect(await statusOf(owner, '/api/latest')).toBe(200)
  })

  it('is refused with a taken name, an unknown unit, a weak password, a wrong name', async () => {
    const answers = [
      await create({}),
      await create({ username: 'khac', unit: 'XX' }),
      await create({ username: 'khac', password: 'ngắn' }),
      await create({ username: 'Tên Dài' }),
      await create({ username: 'khac', role: 'vua' }),
    ]
    expect(answers.map((a) => a.status)).toEqual([409, 404, 400, 400, 400])
    expect((await list()).map((a) => a.username)).not.toContain('khac')
  })

  it('whose role or unit changes comes in anew with what it now may', async () => {
    const { id } = (await create({ username: 'doi' })).body
    const owner = new Client(server.url)
    await owner.signIn('doi', FIRST)
    await owner.post('/api/me/password', { current: FIRST, next: 'sông Bạch Đằng cọc gỗ' })
    expect(await statusOf(owner, '/api/accounts')).toBe(403)
    const change = { role: 'administrator', unit: 'VN' }
    expect((await administrator.send('PATCH', `/api/accounts/${id}`, change)).status).toBe(200)
    expect(await statusOf(owner, '/api/me')).toBe(401)
    await owner.signIn('doi', 'sông Bạch Đằng cọc gỗ')
    expect(await statusOf(owner, '/api/accounts')).toBe(200)
    const reset = await administrator.send('PATCH', `/api/accounts/${id}`, { password: 'đặt lại từ đầu' })
    expect(reset.status).toBe(200)
    expect(await statusOf(owner, '/api/me')).toBe(401)
    await owner.signIn('doi', 'đặt lại từ đầu')
    expect((await owner.get('/api/me')).body).toMatchObject({ mustChangePassword: true })
    await administrator.send('PATCH', `/api/accounts/${id}`, { enabled: false })
  })

  it('that is the last administrator can be neither disabled nor given another role', async () => {
    const me = (await administrator.get<{ principal: { id: number } }>('/api/me')).body.principal.id
    for (const change of [{ enabled: false }, { role: 'duty' }]) {
      const answer = await administrator.send('PATCH', `/api/accounts/${me}`, change)
      expect(answer).toMatchObject({ status: 409, body: { detail: { reason: 'LAST_ADMINISTRATOR' } } })
    }
    // One of a province makes no accounts: he does not count, and nobody is made one of those by being moved.
    await server.as('administrator', '22')
    for (const change of [{ enabled: false }, { unit: '22' }]) {
      const answer = await administrator.send('PATCH', `/api/accounts/${me}`, change)
      expect(answer).toMatchObject({ status: 409, body: { detail: { reason: 'LAST_ADMINISTRATOR' } } })
    }
    expect(await statusOf(administrator, '/api/me')).toBe(200)
  })
})

describe('a personal token', () => {
  it('ends when an administrator sets its owner’s password anew', async () => {
    const administrator = await server.as('administrator')
    const { body } = await administrator.post<{ id: number }>('/api/accounts', {
      ...{ username: 'bi-lo', displayName: 'Bị lộ', role: 'analyst', unit: 'VN', password: FIRST },
    })
    await server.app.db.pool.query('update account set must_change_password = false where id = $1', [body.id])
    const owner = new Client(server.url)
    await owner.signIn('bi-lo', FIRST)
    const { token } = (await owner.post<{ token: string }>('/api/me/tokens', { name: 'lén', days: 30 })).body
    const read = async () =>
      (await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status
    expect(await read()).toBe(200)
    await administrator.send('PATCH', `/api/accounts/${body.id}`, { password: 'mật khẩu đặt lại 2026' })
    expect(await read()).toBe(401)
  })

  it('ends when its owner changes the password: whoever knew the old one may have made it', async () => {
    await create({ username: 'doi-khoa', role: 'analyst', unit: 'VN' })
    const owner = new Client(server.url)
    await owner.signIn('doi-khoa', FIRST)
    const change = (current: string, next: string) => owner.post('/api/me/password', { current, next })
    await change(FIRST, 'sông Như Nguyệt bốn câu')
    const { token } = (await owner.post<{ token: string }>('/api/me/tokens', { name: 'lén', days: 30 })).body
    const read = async () =>
      (await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status
    expect(await read()).toBe(200)
    expect((await change('sông Như Nguyệt bốn câu', 'ải Chi Lăng gió lùa')).status).toBe(200)
    expect(await read()).toBe(401)
  })

  it('reads as its owner, is kept hashed, makes no further tokens, and ends when revoked', async () => {
    const owner = await server.as('analyst')
    const { token, id } = (
      await owner.post<{ token: string; id: number }>('/api/me/tokens', { name: 'sổ tay', days: 30 })
    ).body
    const bearer = (path: string, method = 'GET') =>
      fetch(server.url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: JSON.stringify({ name: 'con' }) } : {}),
      }).then((r) => r.status)
    expect(await bearer('/api/indicators')).toBe(200)
    expect(await bearer('/api/accounts')).toBe(403)
    expect(await bearer('/api/me/tokens', 'POST')).toBe(403)
    const { rows } = await server.app.db.pool.query<{ token_hash: Buffer }>(
      'select token_hash from personal_token where id = $1',
      [id],
    )
    expect(rows[0]?.token_hash).toEqual(server.app.access.hashToken(token))
    const listed = await owner.get<object[]>('/api/me/tokens')
    expect(listed.body).toMatchObject([{ id, name: 'sổ tay' }])
    expect(JSON.stringify(listed.body)).not.toContain(token)
    const stranger = await server.as('analyst')
    expect((await stranger.send('DELETE', `/api/me/tokens/${id}`)).status).toBe(404)
    expect((await owner.send('DELETE', `/api/me/tokens/${id}`)).status).toBe(200)
    expect(await bearer('/api/indicators')).toBe(401)
  })

  it('ends with its time', async () => {
    const owner = await server.as('analyst')
    const { token, id } = (
      await owner.post<{ token: string; id: number }>('/api/me/tokens', { name: 'ngắn', days: 1 })
    ).body
    await server.app.db.pool.query(
      "update personal_token set expires_at = now() - interval '1 s' where id = $1",
      [id],
    )
    const { status } = await fetch(`${server.url}/api/indicators`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(status).toBe(401)
  })
})
