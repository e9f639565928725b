import { afterAll, beforeAll, expect, test } from 'vitest'
import { capOf } from '../../../server/exercise/driver/cap.ts'
import { recordArrived } from '../../../server/exercise/world/arrived.ts'
import { readSteps } from '../../../server/exercise/world/store.ts'
import { scenario } from '../../fixtures/exercise.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

test('an alert that came in and was not written down before the cut is written down once, and not sent again', async () => {
  const drill = scenario()
  const alert = drill.injects.find((i) => i.kind === 'alert')
  if (!alert) throw new Error('the scenario has no alert')
  const { pool } = server.app.db
  expect(await recordArrived(pool, drill, [])).toEqual([])
  const { key } = await server.app.intake.connections.create(
    {
      ...{ id: 'DT-CB', agencyCode: 'G10', connector: 'cap', simulated: true },
      name: { vi: 'Cảnh báo diễn tập', en: 'Exercise alerts' },
      contract: {
        times: { period: 'P1D', graceSeconds: 0, expirySeconds: 86_400, hours: null, deadlines: null },
        series: [],
      },
    },
    'test',
  )
  const sent = capOf(alert, Date.now(), null)
  const other = capOf({ ...alert, id: `${alert.id}-2` }, Date.now(), null)
  for (const { xml } of [other, sent]) {
    const answer = await fetch(`${server.url}/api/connections/DT-CB/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/cap+xml', authorization: `Bearer ${key}` },
      body: xml,
    })
    expect([answer.status, await answer.text()]).toMatchObject([200, expect.any(String)])
  }
  const added = await recordArrived(pool, drill, [])
  expect(added).toMatchObject([
    { kind: 'inject', inject: alert.id, detail: { taken: true, alert: sent.sent } },
  ])
  expect(await readSteps(pool)).toMatchObject(added)
  expect(await recordArrived(pool, drill, await readSteps(pool))).toEqual([])
})
