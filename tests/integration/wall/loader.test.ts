import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScreenHealth } from '../../../shared/wall.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { arrive, pair } from './stage.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
}, 120_000)
afterAll(() => server?.stop())

const LOADER = 'a1b2c3d4e5f60718'
const health = (kept: boolean): ScreenHealth => ({
  ...{ framesPerSecond: 60, heapMb: null, heapLimitMb: null, skewMs: 0, version: 'x', engine: 'Firefox 153' },
  ...{ width: 1920, height: 1080, contextsLost: 0, upSeconds: 9, stalledMs: 0, kept, loader: LOADER },
})
const ready = async (loader = LOADER) =>
  (await server.anonymous.get<{ ready: boolean; kept?: boolean }>(`/api/screens/ready?loader=${loader}`)).body

test('the page on a machine is told whether the wall that it opened is kept there, also when that wall is gone', async () => {
  expect(await ready()).toEqual({ ready: true })
  const screen = await arrive(server, await pair(server))
  screen.socket.emit('screen:beat', health(false))
  await eventually(async () => expect(await ready()).toEqual({ ready: true, kept: false }))
  screen.socket.emit('screen:beat', health(true))
  await eventually(async () => expect((await ready()).kept).toBe(true))
  screen.socket.close()
  await eventually(() =>
    expect(server.app.wall.states.list().find((s) => s.id === screen.id)?.health).toBeNull(),
  )
  expect((await ready()).kept).toBe(true)
  expect(await ready('another-machine')).toEqual({ ready: true })
  // Shut out, its page forgets all.
  const admin = await server.as('administrator')
  expect((await admin.post(`/api/screens/${screen.id}/revoke`)).status).toBeLessThan(300)
  expect((await ready()).kept).toBe(false)
})
