import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlarmView } from '../../../shared/api/alarms.ts'
import { capTime, capXml, infoXml, nextIdentifier, referenceOf } from '../../fixtures/alerts.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { detail, openOf } from './stage.ts'

let server: TestServer
let duty: Client
let key = ''
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  const times = { period: 'P1D', graceSeconds: 0, expirySeconds: 90 * 86_400, hours: null, deadlines: null }
  const made = await server.app.intake.connections.create(
    {
      ...{ id: 'KTTV', agencyCode: 'G10', connector: 'cap', simulated: false },
      ...{ name: { vi: 'Khí tượng', en: 'Weather' }, contract: { times, series: [] } },
    },
    'test',
  )
  key = made.key ?? ''
}, 120_000)
afterAll(() => server?.stop())

async function warn(parts: Parameters<typeof capXml>[0]): Promise<void> {
  const { status } = await fetch(`${server.url}/api/connections/KTTV/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/cap+xml', authorization: `Bearer ${key}` },
    body: capXml(parts),
  })
  expect(status).toBe(200)
}
const from = (ms: number, more: Record<string, string> = {}) => [
  infoXml({ onset: capTime(Date.now() + ms), expires: capTime(Date.now() + ms + 3_600_000), ...more }),
]
const titled = async (headline: string): Promise<AlarmView[]> =>
  (await openOf(duty, 'CAP')).filter((a) => a.title.vi.includes(headline))
const one = (headline: string) =>
  eventually(async () => {
    const found = await titled(headline)
    expect(found).toHaveLength(1)
    return found[0] as AlarmView
  })

it('a warning of a time to come is an alarm when it arrives, and says from when', async () => {
  const before = Date.now()
  const of = { identifier: nextIdentifier(), sent: capTime(Date.now()) }
  await warn({ ...of, infos: from(6 * 3_600_000, { headline: 'Lũ quét sau sáu giờ' }) })
  const alarm = await one('Lũ quét sau sáu giờ')
  expect(alarm).toMatchObject({ severity: 'high', state: 'unacknowledged', simulated: false })
  expect(alarm.since).toBeGreaterThanOrEqual(before - 1_000)
  expect(alarm.since).toBeLessThanOrEqual(Date.now())
  expect(alarm.text).toEqual({
    vi: expect.stringContaining('Hiệu lực từ '),
    en: expect.stringContaining('In effect from '),
  })
  expect(Number((await detail(duty, alarm.id)).detail.from)).toBeGreaterThan(Date.now() + 5 * 3_600_000)
  // Called off before it began.
  await warn({ msgType: 'Cancel', references: referenceOf(of), infos: [] })
  await eventually(async () => expect(await titled('Lũ quét sau sáu giờ')).toMatchObject([{ active: false }]))
})

it('is not raised a second time when it begins', async () => {
  await warn({ infos: from(3_000, { headline: 'Dông sau ba giây' }) })
  const { id } = await one('Dông sau ba giây')
  await eventually(() =>
    expect(server.app.alerts.lines().find((l) => l.headline.vi === 'Dông sau ba giây')?.state).toBe(
      'inForce',
    ),
  )
  const begun = await one('Dông sau ba giây')
  expect(begun).toMatchObject({ id, times: 1, active: true, kept: 1 })
  // Its words were written before: none of them says that it is still to come.
  expect(`${begun.text.vi} ${begun.text.en}`).not.toMatch(/sắp|to come/i)
})

it('one that is only practised says so and is low; a test or a draft is none', async () => {
  for (const status of ['Test', 'Draft', 'System', 'Exercise'])
    await warn({ status, infos: from(3_600_000, { headline: `Thử ${status}` }) })
  expect(await one('Thử Exercise')).toMatchObject({
    ...{ severity: 'low', simulated: true },
    title: { vi: 'DIỄN TẬP. Thử Exercise' },
  })
  for (const status of ['Test', 'Draft', 'System']) expect(await titled(`Thử ${status}`)).toEqual([])
})
