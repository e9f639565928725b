import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { AlertAnswer, AlertDetail, AlertView } from '../../../shared/api/alerts.ts'
import {
  type AlertParts,
  area,
  capTime,
  capXml,
  infoXml,
  nextIdentifier,
  referenceOf,
} from '../../fixtures/alerts.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let leader: Client
let agency: Client
const keys = new Map<string, string>()
async function source(id: string, connector = 'cap') {
  const { key } = await server.app.intake.connections.create(
    {
      ...{ id, agencyCode: 'G10', connector: connector as 'cap', simulated: false },
      name: { vi: `Nguồn ${id}`, en: `Source ${id}` },
      contract: {
        times: { period: 'P1D', graceSeconds: 0, expirySeconds: 90 * 86_400, hours: null, deadlines: null },
        series: [],
      },
    },
    'test',
  )
  keys.set(id, key)
}
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  agency = await server.as('agency', '22')
  await source('KTTV')
  await source('VPPT')
  await source('SO-LIEU', 'http-push')
})
afterAll(() => server?.stop())

type Answered = AlertAnswer & { code: string; detail: Record<string, unknown> }
async function send(
  xml: string | Buffer,
  { id = 'KTTV', type = 'application/cap+xml', key = keys.get(id) } = {},
) {
  const response = await fetch(`${server.url}/api/connections/${id}/alerts`, {
    method: 'POST',
    headers: { 'content-type': type, ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: new Uint8Array(Buffer.from(xml)),
  })
  return { status: response.status, body: (await response.json()) as Answered }
}
/** Sends one and remembers its identity. */
async function sent(parts: AlertParts, id = 'KTTV') {
  const of = { identifier: nextIdentifier(), sent: capTime(Date.now()), ...parts }
  const { status, body } = await send(capXml(of), { id })
  expect([status, body.code]).toEqual([200, undefined])
  return { ...of, id: body.alert, answer: body, reference: referenceOf(of) }
}
const detail = async (id: number, who = leader) => (await who.get<AlertDetail>(`/api/alerts/${id}`)).body
const stateOf = async (id: number) => (await detail(id)).state
const standing = async (who = leader) => (await who.get<AlertView[]>('/api/alerts?which=standing')).body
const standingIds = async (who = leader) => (await standing(who)).map((a) => a.id)
const lines = () => server.app.alerts.lines().map((l) => l.id)

describe('an alert', () => {
  it('is in force for its provinces, kept with its bytes, and told to everybody', async () => {
    const xml = capXml({ infos: [infoXml({}, area('Quảng Ninh; Hai Phong'))] })
    const { body } = await send(xml)
    expect(body).toMatchObject({ state: 'inForce', repeated: false, unmatched: [] })
    expect(body.units.map((u) => u.code)).toEqual(['22', '31'])
    expect((await server.app.intake.message(body.message)).body.toString()).toBe(xml)
    for (const who of [leader, agency]) expect(await standingIds(who)).toContain(body.alert)
    expect(lines()).toContain(body.alert)
    expect(server.app.trust.connection('KTTV')?.state).toBe('up')
    expect(await detail(body.alert)).toMatchObject({ assumedEnd: true, sha256: body.sha256 })
    const again = await send(xml)
    expect(again.body).toMatchObject({ alert: body.alert, message: body.message, repeated: true })
    const other = await send(xml.replace('gần bờ', 'xa bờ'))
    expect([other.status, other.body.code]).toEqual([409, 'ALERT_DIFFERS'])
  })

  it('that comes several times at once is written once', async () => {
    const xml = capXml()
    const all = await Promise.all(Array.from({ length: 8 }, () => send(xml)))
    expect(new Set(all.map((a) => a.body.alert)).size).toBe(1)
  })

  it('comes, begins and ends at its seconds', async () => {
    const now = Date.now()
    // Time to be sent before it begins, and to be seen before it ends.
    const begins = capTime(now + 5_000)
    const ends = capTime(now + 8_000)
    const { id, answer } = await sent({ infos: [infoXml({ onset: begins, expires: ends })] })
    expect(answer.state).toBe('coming')
    const told: { state: string | undefined; at: number }[] = []
    const off = server.app.bus.on('alerts', () =>
      told.push({ state: server.app.alerts.lines().find((l) => l.id === id)?.state, at: Date.now() }),
    )
    await eventually(() => expect(told.some((t) => t.state === undefined)).toBe(true))
    off()
    const began = told.find((t) => t.state === 'inForce')
    expect(began?.at).toBeGreaterThanOrEqual(Date.parse(begins))
    expect(told.find((t) => t.state === undefined)?.at).toBeGreaterThanOrEqual(Date.parse(ends))
    expect(await stateOf(id)).toBe('ended')
    const past = (await leader.get<AlertView[]>('/api/alerts?which=past')).body
    expect(past.map((a) => a.id)).toContain(id)
    // As it was known while it was in force.
    expect((await server.app.alerts.at(began?.at ?? 0)).map((l) => l.id)).toContain(id)
  })
})

describe('a chain', () => {
  it('replaces and calls off, and each end shows the whole', async () => {
    const first = await sent({})
    const second = await sent({
      msgType: 'Update',
      references: first.reference,
      infos: [infoXml({ severity: 'Extreme' })],
    })
    expect(await stateOf(first.id)).toBe('replaced')
    expect((await standing()).find((a) => a.id === second.id)?.severity).toBe('Extreme')
    const references = `${first.reference} ${second.reference}`
    const last = await sent({ msgType: 'Cancel', references, note: 'Bão đã tan', infos: [] })
    expect([await stateOf(first.id), await stateOf(second.id), await stateOf(last.id)]).toEqual([
      ...['cancelled', 'cancelled', 'message'],
    ])
    expect(lines()).not.toContain(second.id)
    for (const { id } of [first, second, last])
      expect((await detail(id)).chain.map((l) => [l.id, l.foreign])).toEqual([
        ...[
          [first.id, false],
          [second.id, false],
          [last.id, false],
        ],
      ])
  })

  it('holds in whatever order its messages come', async () => {
    const first = { identifier: nextIdentifier(), sent: capTime(Date.now() - 60_000) }
    const second = { identifier: nextIdentifier(), sent: capTime(Date.now() - 30_000) }
    const cancel = await sent({ msgType: 'Cancel', references: referenceOf(second), infos: [] })
    const update = await sent({ ...second, msgType: 'Update', references: referenceOf(first) })
    expect(update.answer.state).toBe('cancelled')
    const late = await sent(first)
    expect(late.answer.state).toBe('replaced')
    expect(lines()).not.toContain(late.id)
    expect((await detail(late.id)).chain.map((l) => l.id)).toEqual([late.id, update.id, cancel.id])
  })

  it('obeys its own source and sender alone, and nothing less real', async () => {
    const real = await sent({})
    const references = real.reference
    const cancel = { msgType: 'Cancel', references, infos: [] }
    const foreign = [
      await sent({ ...cancel, sender: 'ai.do@example.vn' }),
      await sent(cancel, 'VPPT'),
      await sent({ ...cancel, status: 'Exercise' }),
    ]
    expect(await stateOf(real.id)).toBe('inForce')
    const { chain } = await detail(real.id)
    expect(chain.filter((l) => l.foreign).map((l) => l.id)).toEqual(foreign.map((f) => f.id))
  })
})

describe('what is not for the wall', () => {
  it('an exercise says so; a test, a draft, an answer is kept in the list', async () => {
    const exercise = await sent({ status: 'Exercise' })
    expect(server.app.alerts.lines().find((l) => l.id === exercise.id)?.status).toBe('Exercise')
    for (const parts of [
      { status: 'Test' },
      { status: 'Draft' },
      { status: 'System' },
      { msgType: 'Ack', infos: [] },
    ]) {
      const { id, answer } = await sent(parts)
      expect(answer.state).toBe('message')
      expect(lines()).not.toContain(id)
    }
  })

  it('a restricted one is read by those inside', async () => {
    const xml = capXml({ scope: 'Restricted' }).replace(
      '<info>',
      '<restriction>Trung tâm</restriction><info>',
    )
    const { body } = await send(xml.replace(/(<restriction>.*<\/restriction>)/, ''))
    expect([body.code, (body.detail.defects as { path: string }[])[0]?.path]).toEqual([
      ...['ALERT_INVALID', '/alert/restriction'],
    ])
    const kept = await send(xml)
    expect(kept.status).toBe(200)
    expect(lines()).not.toContain(kept.body.alert)
    expect(await standingIds(leader)).toContain(kept.body.alert)
    expect(await standingIds(agency)).not.toContain(kept.body.alert)
    expect((await agency.get(`/api/alerts/${kept.body.alert}`)).status).toBe(404)
  })

  it('a restricted one of some provinces is read by those who look over them, and by no others of their kind', async () => {
    const xml = capXml({ scope: 'Restricted', infos: [infoXml({}, area('tỉnh Quảng Ninh'))] }).replace(
      '<info>',
      '<restriction>Quảng Ninh</restriction><info>',
    )
    const { body, status } = await send(xml)
    expect(status).toBe(200)
    for (const [unit, wanted] of [
      ['22', 200],
      ['01', 404],
    ] as const) {
      const officer = await server.as('duty', unit)
      expect([unit, (await officer.get(`/api/alerts/${body.alert}`)).status]).toEqual([unit, wanted])
      expect((await standingIds(officer)).includes(body.alert)).toBe(wanted === 200)
    }
  })

  it('of the past makes no page shorter for who may not read it: a short one says that there are no more', async () => {
    const open: number[] = []
    for (let i = 0; i < 51; i++) open.push((await sent({ status: 'Test' }, 'VPPT')).id)
    const xml = capXml({ scope: 'Restricted', status: 'Test' }).replace(
      '<info>',
      '<restriction>Trung tâm</restriction><info>',
    )
    const { body } = await send(xml, { id: 'VPPT' })
    const pastIds = async (who: Client, before = '') =>
      (await who.get<AlertView[]>(`/api/alerts?which=past${before}`)).body.map((a) => a.id)
    const newest = open.reverse()
    expect(await pastIds(leader)).toEqual([body.alert, ...newest.slice(0, 49)])
    expect(await pastIds(agency)).toEqual(newest.slice(0, 50))
    expect((await pastIds(agency, `&before=${newest[49]}`))[0]).toBe(newest[50])
  }, 60_000)
})

test.each([
  [
    'a code of ISO 3166-2',
    area('Khu vực 1', '<geocode><valueName>ISO3166-2</valueName><value>VN-HN</value></geocode>'),
    ['01'],
    [],
    'geocode',
  ],
  ['names without their marks', area('tinh Quang Ninh, TP Da Nang'), ['22', '48'], [], 'name'],
  ['the whole country', area('Cả nước'), ['VN'], [], 'name'],
  ['a province of before', area('Thái Bình'), ['33'], [], 'name'],
  ['a circle on the sea', area('Biển xa', '<circle>10.0,115.0 1</circle>'), [], ['Biển xa'], null],
  ['a circle around Hạ Long', area('Vùng ven bờ', '<circle>20.95,107.08 5</circle>'), ['22'], [], 'shape'],
  ['a name that is none', area('Vịnh Bắc Bộ; Quảng Ninh'), ['22'], ['Vịnh Bắc Bộ'], 'name'],
])('an area is matched: %s', async (_, areas, codes, open, by) => {
  const { id, answer } = await sent({ infos: [infoXml({}, areas)] })
  expect(answer.units.map((u) => u.code)).toEqual(codes)
  expect(answer.unmatched.map((u) => u.label)).toEqual(open)
  expect((await detail(id)).infos[0]?.areas[0]?.by).toBe(by)
})

test('who may not send, and what is no alert, is told so and leaves nothing', async () => {
  const count = async () => (await server.app.db.pool.query('select count(*) from alert')).rows
  const before = await count()
  const refused = async (...args: Parameters<typeof send>) => {
    const { status, body } = await send(...args)
    return [status, body.code]
  }
  expect(await refused(capXml(), { key: '' })).toEqual([401, 'UNAUTHENTICATED'])
  expect(await refused(capXml(), { key: keys.get('VPPT')! })).toEqual([401, 'UNAUTHENTICATED'])
  expect(await refused(capXml(), { id: 'SO-LIEU' })).toEqual([400, 'BAD_REQUEST'])
  expect(await refused(capXml(), { type: 'application/json' })).toEqual([415, 'UNKNOWN_TYPE'])
  expect(await refused(capXml({ status: 'Real' }))).toEqual([422, 'ALERT_INVALID'])
  expect(await refused('<alert>')).toEqual([400, 'BAD_BODY'])
  expect(await refused(Buffer.from(capXml(), 'latin1'))).toEqual([400, 'NOT_UTF8'])
  expect(await refused(`${capXml()}<!--${' '.repeat(1 << 20)}-->`)).toEqual([413, 'TOO_LARGE'])
  expect(await count()).toEqual(before)
  const numbers = await fetch(`${server.url}/api/connections/KTTV/observations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.get('KTTV')}` },
    body: JSON.stringify({ observations: [] }),
  })
  expect(numbers.status).toBe(400)
  expect((await server.anonymous.get('/api/alerts?which=standing')).status).toBe(401)
})

test('a restart takes over what stands', async () => {
  const { id } = await sent({})
  const again = await startServer({ DATABASE_URL: server.app.config.databaseUrl ?? '' })
  try {
    await eventually(() => expect(again.app.alerts.lines().map((l) => l.id)).toContain(id))
  } finally {
    await again.stop()
  }
})
