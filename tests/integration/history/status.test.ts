import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { marksOf } from '../../../shared/marks.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { agree, push, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

type Standing = {
  unit: string
  value: number | null
  flags: number
  status: string
  recordedAt: number
  approved: { value: number; period: string } | null
}
let fresh: Awaited<ReturnType<typeof freshDatabase>>
let server: TestServer
let source: Source
let analyst: Client

const send = async (value: number, status: string, period = '2026-09') => {
  const rows = [{ indicator: 'KTN-14', unit: '01', period, value, status }]
  expect((await source.push({ observations: rows })).answer).toMatchObject({ accepted: 1, refused: 0 })
}
const standing = async (query = '') => {
  const { body } = await analyst.get<{ units: Standing[] }>(`/api/indicator/KTN-14/summary${query}`)
  return body.units.find((u) => u.unit === '01')!
}
const marks = async () => {
  const s = await standing()
  return marksOf(s, Date.now())
}

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  source = await agree(server.app, server.url, [{ indicator: 'KTN-14' }])
  analyst = await server.as('analyst')
})
afterAll(async () => {
  await server?.stop()
  await fresh?.drop()
})

describe('the status of a number', () => {
  it('marks one that took another’s place, not one that was confirmed', async () => {
    await send(8, 'provisional')
    expect(await marks()).toEqual(['provisional'])
    await send(8, 'official')
    expect(await marks()).toEqual(['official'])
    await send(9, 'revised')
    expect(await marks()).toEqual(['corrected', 'revised'])
    const series = server.app.catalogue
      .now()
      .allSeries()
      .find((s) => s.unit.code === '01')!
    expect(server.app.live.cell(series.id).flags & FLAG.corrected).toBe(FLAG.corrected)
  })

  it('says so after a restart too', async () => {
    await server.stop()
    server = await startServer({ DATABASE_URL: fresh.url })
    source.push = (body) => push(server.url, source.id, source.key, body)
    analyst = await server.as('auditor')
    expect(await marks()).toEqual(['corrected', 'revised'])
  })

  it('keeps what was approved beside what is provisional, of the same time and of a later one', async () => {
    await send(9.5, 'provisional')
    expect(await standing()).toMatchObject({
      value: 9.5,
      status: 'provisional',
      approved: { value: 9, period: '2026-09' },
    })
    const then = (await standing()).recordedAt
    await send(4, 'estimated', '2026-10')
    expect(await marks()).toEqual(['estimated'])
    expect(await standing()).toMatchObject({ value: 4, approved: { value: 9, period: '2026-09' } })
    await send(5, 'official', '2026-10')
    expect(await standing()).toMatchObject({ value: 5, approved: null })
    expect(await standing(`?asOf=${then}`)).toMatchObject({ value: 9.5, approved: { value: 9 } })
  })
})
