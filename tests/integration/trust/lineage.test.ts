import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LineageView } from '../../../shared/api/live.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const YEARLY = { period: 'P1Y', graceSeconds: 86_400, expirySeconds: 800 * 86_400, hours: null }
const NUMBERS = 1_000
/** A time of each kind of indicator that is over. */
const OVER = {
  daily: '2026-11-20',
  weekly: '2026-W45',
  monthly: '2026-09',
  quarterly: '2026-Q2',
  yearly: '2025',
}

describe('the lineage of a number', () => {
  let server: TestServer
  let duty: Client
  let key: string
  let indicators: string[]
  let realtime: string
  const send = (body: string, type: string) =>
    server.anonymous.fetch('/api/connections/TK-ALL/observations', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
      body,
    })
  const lineage = (who: Client, indicator: string, unit: string) =>
    who.get<LineageView>(`/api/series/${indicator}/${unit}/lineage`)

  beforeAll(async () => {
    server = await startServer()
    duty = await server.as('duty')
    const now = server.app.catalogue.now()
    const provincial = now.indicators.filter((i) => i.level === 'province')
    indicators = provincial.map((i) => i.code)
    realtime = provincial.find((i) => i.period === 'realtime')!.code
    const made = await (await server.as('administrator')).post<{ key: string }>('/api/connections', {
      id: 'TK-ALL',
      agencyCode: 'VN',
      name: { vi: 'Số liệu mọi tỉnh', en: 'Figures of all provinces' },
      connector: 'http-push',
      simulated: true,
      contract: { times: YEARLY, series: [] },
    })
    expect(made.status).toBe(201)
    key = made.body.key
  })
  afterAll(() => server?.stop())

  test('of a thousand numbers of three formats leads to the very bytes and the very place', async () => {
    const now = server.app.catalogue.now()
    const instant = new Date(Date.now() - 60_000).toISOString()
    const provinces = now.units.filter((u) => u.kind === 'province' && u.validTo === null)
    const rows = indicators.flatMap((indicator, i) => {
      const kind = now.indicator(indicator)!.period
      const time = kind === 'realtime' ? { at: instant } : { period: OVER[kind] }
      return provinces.map((u, n) => ({ indicator, unit: u.code, ...time, value: i * 100 + n + 0.25 }))
    })
    const wanted = rows.slice(0, NUMBERS)
    expect(wanted).toHaveLength(NUMBERS)
    const bodies = [
      { type: 'application/json', write: (list: typeof rows) => JSON.stringify({ observations: list }) },
      {
        type: 'application/x-ndjson',
        write: (list: typeof rows) => list.map((r) => JSON.stringify(r)).join('\n'),
      },
      {
        type: 'text/csv',
        write: (list: typeof rows) =>
          [
            'indicator,unit,at,period,value',
            ...list.map((r) =>
              [r.indicator, r.unit, 'at' in r ? r.at : '', 'period' in r ? r.period : '', r.value].join(),
            ),
          ].join('\n'),
      },
    ]
    const hashOf = new Map<string, string>()
    for (let i = 0, n = 0; i < wanted.length; i += 34, n++) {
      const list = wanted.slice(i, i + 34)
      const { type, write } = bodies[n % bodies.length]!
      const body = write(list)
      const answer = await send(body, type)
      expect(await answer.json()).toMatchObject({ accepted: list.length, refused: 0 })
      for (const r of list)
        hashOf.set(`${r.indicator}@${r.unit}`, createHash('sha256').update(body).digest('hex'))
    }
    for (const r of wanted) {
      const { body: card } = await lineage(duty, r.indicator, r.unit)
      const line = card.message?.excerpt?.lines.find((l) => l.row === card.message?.row)
      expect({
        value: card.value,
        sha256: card.message?.sha256,
        recomputed: card.message?.recomputed,
        marked: line?.mark && line.text.slice(...line.mark),
      }).toEqual({
        value: r.value,
        sha256: hashOf.get(`${r.indicator}@${r.unit}`),
        recomputed: hashOf.get(`${r.indicator}@${r.unit}`),
        marked: String(r.value),
      })
    }
  }, 240_000)

  test('tells each revision with its old value and the reason its source gave', async () => {
    const at = new Date(Date.now() - 30_000).toISOString()
    const say = (value: number, note?: string) =>
      send(
        JSON.stringify({ observations: [{ indicator: realtime, unit: '22', at, value, note }] }),
        'application/json',
      )
    await say(60.9)
    await say(61.4, 'Bổ sung 3 dự án chưa đối chiếu')
    await say(61.8, 'Điều chỉnh chứng từ ngày 19/11')
    const { body: card } = await lineage(duty, realtime, '22')
    expect(card.revisions.map((r) => [r.before, r.value, r.note, r.connection])).toEqual([
      [61.4, 61.8, 'Điều chỉnh chứng từ ngày 19/11', 'TK-ALL'],
      [60.9, 61.4, 'Bổ sung 3 dự án chưa đối chiếu', 'TK-ALL'],
      [null, 60.9, null, 'TK-ALL'],
    ])
  })

  test('shows an agency its own row of a message and not its neighbours, and a screen the one asked for', async () => {
    const at = new Date(Date.now() - 20_000).toISOString()
    const row = (unit: string, value: number) => ({ indicator: realtime, unit, at, value })
    await send(
      JSON.stringify({ observations: [row('01', 11.5), row('22', 22.5), row('24', 33.5)] }),
      'application/json',
    )
    const own = await lineage(await server.as('agency', '22'), realtime, '22')
    expect(own.body.message?.excerpt?.lines.map((l) => l.row)).toEqual([2])
    expect(JSON.stringify(own.body)).not.toContain('33.5')
    const all = await lineage(duty, realtime, '22')
    expect(all.body.message?.excerpt?.lines.map((l) => l.row)).toEqual([1, 2, 3])
    const token = (await server.app.wall.pairingLink(server.url)).split('#pair=')[1]
    const screen = (await server.anonymous.post<{ token: string }>('/api/screens/pair', { token })).body
    const answer = await server.anonymous.fetch(`/api/series/${realtime}/22/lineage`, {
      headers: { authorization: `Screen ${screen.token}` },
    })
    const onWall = (await answer.json()) as LineageView
    expect(onWall.message?.excerpt?.lines.map((l) => l.row)).toEqual([2])
    expect(JSON.stringify(onWall)).not.toContain('33.5')
  })
})
