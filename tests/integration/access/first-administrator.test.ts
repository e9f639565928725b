import { describe, expect, it } from 'vitest'
import { Client } from '../../harness/client.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer } from '../../harness/server.ts'

const PASSWORD = 'trống đồng Đông Sơn'
const tokenOf = (link: string | null) => link?.split('#first=')[1] ?? ''

describe('the first administrator', () => {
  it('comes from the settings, once', async () => {
    const server = await startServer({ ADMIN_USERNAME: 'quantri', ADMIN_PASSWORD: PASSWORD })
    try {
      expect(await server.app.access.firstAdministratorLink(server.url)).toBeNull()
      const client = new Client(server.url)
      await client.signIn('quantri', PASSWORD)
      expect((await client.get<unknown[]>('/api/accounts')).body).toHaveLength(1)
    } finally {
      await server.stop()
    }
  })

  it('comes from a link that works once, only while there is none', async () => {
    const server = await startServer()
    try {
      const first = await server.app.access.firstAdministratorLink(server.url)
      const second = await server.app.access.firstAdministratorLink(server.url)
      expect(second).toContain(`${server.url}/sign-in#first=`)
      const use = (client: Client, link: string | null, username: string) =>
        client.post('/api/first-administrator', { token: tokenOf(link), username, password: PASSWORD })
      const client = new Client(server.url)
      expect((await use(client, first, 'cu')).status).toBe(401)
      expect((await use(client, `${server.url}/sign-in#first=${'A'.repeat(43)}`, 'doan')).status).toBe(401)
      const weak = { token: tokenOf(second), username: 'quantri', password: 'ngắn' }
      expect((await client.post('/api/first-administrator', weak)).status).toBe(400)
      const both = await Promise.all(
        ['quantri', 'thuhai'].map((name) => use(new Client(server.url), second, name)),
      )
      expect(both.map((b) => b.status).sort()).toEqual([200, 401])
      const { rows } = await server.app.db.pool.query<{ username: string }>('select username from account')
      expect(rows).toHaveLength(1)
      expect((await use(client, second, 'nua')).status).toBe(401)
      expect(await server.app.access.firstAdministratorLink(server.url)).toBeNull()
      const administrator = new Client(server.url)
      await administrator.signIn(rows[0]?.username ?? '', PASSWORD)
      expect((await administrator.get('/api/accounts')).status).toBe(200)
    } finally {
      await server.stop()
    }
  })

  it('comes from the link where the settings name an account that looks over a part of the country', async () => {
    const database = await freshDatabase()
    try {
      const before = await startServer({ DATABASE_URL: database.url })
      await before.app.access.createAccount({
        ...{ username: 'quantri', displayName: 'Quản trị', password: PASSWORD },
        ...{ role: 'administrator', unitCode: '22' },
      })
      await before.stop()
      const settings = { ADMIN_USERNAME: 'quantri', ADMIN_PASSWORD: PASSWORD }
      const server = await startServer({ DATABASE_URL: database.url, ...settings })
      try {
        const token = tokenOf(await server.app.access.firstAdministratorLink(server.url))
        const use = async (username: string, client = new Client(server.url)) =>
          (await client.post('/api/first-administrator', { token, username, password: PASSWORD })).status
        const first = new Client(server.url)
        // A name that is taken does not use it up.
        expect([await use('quantri'), await use('quocgia', first), await use('nua')]).toEqual([409, 200, 401])
        expect((await first.get('/api/accounts')).status).toBe(200)
      } finally {
        await server.stop()
      }
    } finally {
      await database.drop()
    }
  })
})
