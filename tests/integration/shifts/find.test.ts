import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FoundView } from '../../../shared/api/finder.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let leader: Client
let quangNinh: Client
let haNoi: string
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  quangNinh = await server.as('agency', '22')
  const indicator = server.app.catalogue.now().indicators.find((i) => i.level === 'province')?.code ?? ''
  haNoi = (await agree(server.app, server.url, [{ indicator }], '01')).id
  await leader.post('/api/bridge', { title: 'Giao ban Hà Nội', units: ['01'] })
})
afterAll(() => server?.stop())

const find = async (who: Client, q: string) =>
  (await who.get<FoundView[]>(`/api/find?q=${encodeURIComponent(q)}`)).body
const kinds = (found: FoundView[]) => new Set(found.map((f) => f.kind))

test('finds by name without marks and by code, of every kind', async () => {
  const found = await find(leader, 'ha noi')
  expect(found.find((f) => f.kind === 'unit')).toMatchObject({ id: '01' })
  expect(found.find((f) => f.kind === 'session')?.name.vi).toBe('Giao ban Hà Nội')
  expect((await find(leader, haNoi)).map((f) => f.id)).toContain(haNoi)
  const [first] = server.app.catalogue.now().indicators
  expect((await find(leader, first?.code ?? '')).at(0)?.id).toBe(first?.code)
})

test('an agency finds of connections and sessions its own alone', async () => {
  expect((await find(quangNinh, haNoi)).map((f) => f.id)).not.toContain(haNoi)
  expect(kinds(await find(quangNinh, 'giao ban')).has('session')).toBe(false)
  const own = await server.as('agency', '01')
  expect(kinds(await find(own, 'giao ban')).has('session')).toBe(true)
})
