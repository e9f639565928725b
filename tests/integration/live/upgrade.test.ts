import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** The answer's status to a request that offers another protocol. */
const offering = (upgrade: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(`${server.url}${path}`, { headers: { connection: 'Upgrade', upgrade } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end()
  })

// The JDK's client offers h2c with its first request over plain HTTP.
it.each([
  ['h2c', '/', 200],
  ['h2c', '/api/connections', 401],
  ['h2c', '/live/', 400],
  ['websocket', '/api/connections', 401],
])('a request that offers %s at %s is answered', async (upgrade, path, status) => {
  expect(await offering(upgrade, path)).toBe(status)
})
