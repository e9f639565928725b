import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UnitStanding } from '../../../shared/api/standing.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let duty: Client
let indicator: string
/** Of the month before the present one: over for everybody. */
let period: string
const sources = new Map<string, Source>()

const standing = async (as: Client, unit = '22') => {
  const { status, body } = await as.get<UnitStanding>(`/api/units/${unit}/standing`)
  expect(status).toBe(200)
  return body
}
const say = async (source: string, unit: string, value: number, of = period) => {
  const { answer } = (await sources
    .get(source)
    ?.push({ observations: [{ indicator, unit, period: of, value }] })) ?? { answer: null }
  expect(answer).toMatchObject({ refused: 0 })
}
const placeOf = async (as: Client, unit = '22') =>
  (await standing(as, unit)).places.find((p) => p.indicator === indicator)

beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  const { app, url } = server
  const found = app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.direction === 'higher')
  if (!found) throw new Error('no monthly indicator of provinces that is better when higher')
  indicator = found.code
  const now = new Date()
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15))
  period = last.toISOString().slice(0, 7)
  for (const unit of ['22', '20', '24', '31', '01'])
    sources.set(unit, await agree(app, url, [{ indicator, units: [unit] }], unit))
  // Agreed half a year ago: what was not promised yet is not owed.
  await app.db.pool.query('alter table contract disable trigger contract_append_only')
  await app.db.pool.query("update contract set created_at = now() - interval '200 days'")
  await app.db.pool.query('alter table contract enable trigger contract_append_only')
})
afterAll(() => server?.stop())

describe('where a province stands', () => {
  it('its place is among those of its kind with a value of the same period, and follows the numbers', async () => {
    await say('22', '22', 50)
    expect(await placeOf(duty)).toBeUndefined()
    await say('20', '20', 70)
    await say('01', '01', 90, `${Number(period.slice(0, 4)) - 1}-01`)
    expect(await placeOf(duty)).toEqual({ indicator, rank: 2, of: 2 })
    await say('01', '01', 60)
    expect(await placeOf(duty)).toEqual({ indicator, rank: 3, of: 3 })
    await say('22', '22', 80)
    expect(await placeOf(duty)).toEqual({ indicator, rank: 1, of: 3 })
    expect((await standing(duty)).units).toBe(34)
  })

  it('its neighbours are the provinces that share a border with it', async () => {
    const { neighbours } = await standing(duty)
    expect(neighbours.map((n) => [n.code, n.name.vi])).toEqual([
      ['20', expect.stringContaining('Lạng Sơn')],
      ['24', expect.stringContaining('Bắc Ninh')],
      ['31', expect.stringContaining('Hải Phòng')],
    ])
  })

  it('a report past its day stands among what it owes until it comes', { timeout: 90_000 }, async () => {
    const owed = async () =>
      (await standing(duty, '24')).late
        .filter((l) => l.kind === 'report' && l.code === indicator && l.period === period)
        .map((l) => l.state)
    expect(await owed()).toEqual(['missing'])
    await say('24', '24', 5)
    await eventually(async () => expect(await owed()).toEqual([]), { timeout: 60_000 })
  })

  it('a dispute names who says what', async () => {
    const { app, url } = server
    const treasury = await agree(app, url, [{ indicator, units: ['31'] }], 'VN')
    const own = sources.get('31')
    if (!own) throw new Error('no source of Hải Phòng')
    await app.checks.ensure([
      {
        code: 'KT-HAI-NGUON',
        rule: {
          name: { vi: 'Hai nguồn', en: 'Two sources' },
          check: { kind: 'sources', indicator, connections: [treasury.id, own.id] },
          units: ['31'],
          tolerance: { absolute: 1 },
          severity: 'serious',
          owner: null,
          enabled: true,
        },
      },
    ])
    sources.set('treasury', treasury)
    await say('31', '31', 66.4)
    await say('treasury', '31', 61.8)
    const found = await eventually(async () => {
      const [first] = (await standing(duty, '31')).disputes
      if (!first) throw new Error('no dispute yet')
      return first
    })
    expect([found.left.value, found.right.value]).toEqual([61.8, 66.4])
    expect(found.right.source?.vi).toContain('Hải Phòng')
    expect(found.series.map((s) => s.unit)).toEqual(['31'])
    expect((await standing(duty, '22')).disputes).toEqual([])
  })

  it('a province learns of itself alone, and nothing of what it may not see', async () => {
    const own = await server.as('agency', '22')
    const seen = await standing(own)
    expect(seen.places).toEqual([])
    expect(seen.disputes).toEqual([])
    expect((await own.get('/api/units/31/standing')).status).toBe(404)
    expect((await server.anonymous.get('/api/units/22/standing')).status).toBe(401)
    expect((await duty.get('/api/units/khong-co/standing')).status).toBe(404)
  })
})
