import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ItemChoice, MappingInput, PreviewView } from '../../../shared/api/intake.ts'
import { published } from '../../fixtures/intake/published.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { disputes, judged, ruleOf, write } from './stage.ts'

const FILE = 'pxweb-E02.01-area-population-density.json'
const REAL = process.env.REAL_DATA_DIR

/** The provinces and the whole country of each year, read without any of our decoders. */
function sums(item: number): Map<string, { parts: number; whole: number }> {
  const { dimension, value } = JSON.parse(published(FILE).toString().replace(/\0$/, '')).dataset
  const labels = dimension.id.map((d: string) => Object.values(dimension[d].category.label)) as string[][]
  const [places = [], years = []] = labels
  const regions = /^(Red River|Northern mid|Northern Central|Central High|South East|Mekong)/i
  const out = new Map<string, { parts: number; whole: number }>()
  for (const [y, label] of years.entries()) {
    const at = (p: number) => value[(p * years.length + y) * labels[2]!.length + item] as number
    const parts = places.flatMap((name, p) =>
      /WHOLE/.test(name) || regions.test(name.trim()) ? [] : [at(p)],
    )
    const whole = at(places.findIndex((name) => /WHOLE/.test(name)))
    out.set(label.slice(0, 4), { parts: parts.reduce((a, b) => a + b, 0), whole })
  }
  return out
}

describe.skipIf(!REAL)('the published table of area and population', () => {
  let server: TestServer
  let admin: Client
  const create = (code: string, measure: string, aggregation: 'none' | 'sum'): ItemChoice => ({
    create: {
      code,
      name: { vi: `Chỉ tiêu ${code}`, en: `Indicator ${code}` },
      section: 1,
      measure,
      period: 'yearly',
      level: 'province',
      aggregation,
      source: 'Tổng cục Thống kê',
    },
  })
  const codes = ['THU-DT', 'THU-DS', 'THU-MD'] as const

  beforeAll(async () => {
    server = await startServer()
    admin = await server.as('administrator')
    const form = (mapping?: MappingInput) => {
      const f = new FormData()
      f.append('agencyCode', 'GSO')
      if (mapping) f.append('mapping', JSON.stringify(mapping))
      f.append('file', new Blob([new Uint8Array(published(FILE))]), FILE)
      return f
    }
    const seen = await admin.fetch('/api/files/preview', { method: 'POST', body: form() })
    const preview = (await seen.json()) as PreviewView
    const measures = ['km²', 'nghìn người', 'người/km²']
    const items = Object.fromEntries(
      preview.items.map((item, i) => [item.item, create(codes[i]!, measures[i]!, i < 2 ? 'sum' : 'none')]),
    )
    const answer = await admin.fetch('/api/files/import', {
      method: 'POST',
      body: form({ ...preview.mapping!, items }),
    })
    expect(await answer.json()).toMatchObject({ answer: { accepted: 2940, refused: 0 } })
  })
  afterAll(() => server?.stop())

  test('adds up for population in every year and not for area in 2016 to 2020, by what the file itself says', async () => {
    await write(admin, 'DS', ruleOf({ kind: 'parts', indicator: 'THU-DS' }, { tolerance: { absolute: 0.2 } }))
    await write(admin, 'DT', ruleOf({ kind: 'parts', indicator: 'THU-DT' }, { tolerance: { absolute: 20 } }))
    await judged(server)
    const open = await disputes(admin)
    expect(open.filter((d) => d.rule.code === 'DS')).toEqual([])
    const failed = open.filter((d) => d.rule.code === 'DT').sort((a, b) => a.period.localeCompare(b.period))
    expect(failed.map((d) => d.period)).toEqual(['2016', '2017', '2018', '2019', '2020'])
    const area = sums(0)
    for (const d of failed) {
      const { parts, whole } = area.get(d.period)!
      expect(d.finding.left).toBeCloseTo(parts, 6)
      expect(d.finding.right).toBe(whole)
      expect(Math.abs(d.finding.difference!)).toBeGreaterThan(270)
      expect(Math.abs(d.finding.difference!)).toBeLessThan(290)
    }
    // The standing rule allows rounding only: it also finds the 12.7 km² of three later years.
    const standing = open.filter((d) => d.rule.code === 'PARTS').map((d) => d.period)
    expect(standing.sort()).toEqual(['2016', '2017', '2018', '2019', '2020', '2021', '2022', '2024'])
  })

  test('with one province altered names the year and the difference, and agrees again when it is put right', async () => {
    const { body } = await admin.post<{ key: string }>('/api/connections', {
      id: 'SUA',
      agencyCode: 'GSO',
      name: { vi: 'Sửa', en: 'Corrections' },
      connector: 'http-push',
      simulated: false,
      contract: {
        times: { period: 'P1Y', graceSeconds: 86_400, expirySeconds: 800 * 86_400, hours: null },
        series: [{ indicator: 'THU-DS' }],
      },
    })
    const { rows } = await server.app.db.pool.query<{ value: number }>(
      `select o.value from observation o join series s on s.id = o.series_id join unit u on u.id = s.unit_id
       join indicator i on i.id = s.indicator_id
       where i.code = 'THU-DS' and u.code = '22' and u.kind = 'province' and o.period = '2019'`,
    )
    const before = rows[0]!.value
    const say = (value: number) =>
      server.anonymous.fetch('/api/connections/SUA/observations', {
        method: 'POST',
        headers: { authorization: `Bearer ${body.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ observations: [{ indicator: 'THU-DS', unit: '22', period: '2019', value }] }),
      })
    expect((await say(before + 55)).status).toBe(200)
    await judged(server)
    const own = sums(1).get('2019')!
    const [found, ...more] = (await disputes(admin)).filter((d) => d.rule.code === 'DS')
    expect(more).toEqual([])
    expect(found).toMatchObject({ period: '2019', unit: { code: 'VN' } })
    expect(found?.finding.difference).toBeCloseTo(own.parts + 55 - own.whole, 6)
    expect((await say(before)).status).toBe(200)
    await judged(server)
    expect((await disputes(admin)).filter((d) => d.rule.code === 'DS')).toEqual([])
    const [closed] = (await disputes(admin, '?all=true')).filter((d) => d.rule.code === 'DS')
    expect(closed?.steps.map((s) => s.kind)).toEqual(['opened', 'corrected'])
  })
})
