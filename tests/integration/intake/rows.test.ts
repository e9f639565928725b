import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree, count, load } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
/** Bad rows as they come by HTTP, with the code each gets. */
const BAD: [unknown, string][] = [
  [{ ...load(1), indicator: 'KHONG-CO' }, 'UNKNOWN_INDICATOR'],
  [{ ...load(2), unit: 'XX' }, 'UNKNOWN_UNIT'],
  [{ ...load(3), measure: 'thùng' }, 'UNKNOWN_MEASURE'],
  [{ ...load(4), measure: '%' }, 'WRONG_MEASURE'],
  [load(5, 'bốn mươi'), 'NOT_A_NUMBER'],
  [load(6, 'NaN'), 'NOT_FINITE'],
  [load(7, 'Infinity'), 'NOT_FINITE'],
  [load(8, -5), 'RANGE'],
  [{ ...load(9), at: tomorrow }, 'FUTURE'],
  [{ ...load(10), at: 'hôm qua' }, 'BAD_TIME'],
  [{ ...load(11), at: undefined, period: '2026-Q1' }, 'WRONG_PERIOD'],
  [{ ...load(12), status: 'chắc chắn' }, 'BAD_STATUS'],
  [{ ...load(13), indicator: 'KTN-03' }, 'NOT_IN_CONTRACT'],
  ['không phải dòng', 'ROW_SHAPE'],
  [load(0, 1), 'DUPLICATE'],
  [{ ...load(14, 'x'), note: 'nul \0 and half a pair \ud800' }, 'NOT_A_NUMBER'],
]

describe('bad rows', () => {
  it('are refused each with its code, and nothing else in the message is lost', async () => {
    const source = await agree(server.app, server.url)
    const body = { observations: [load(0), ...BAD.map(([row]) => row), load(100)] }
    const { status, answer } = await source.push(body)
    expect(status).toBe(200)
    expect(answer.rows.map((r) => [r.row, r.code])).toEqual(BAD.map(([, code], i) => [i + 2, code]))
    for (const r of answer.rows) expect(r.message.vi && r.message.en).toBeTruthy()
    expect(answer).toMatchObject({ accepted: 2, refused: BAD.length })
    expect(await count(server.app, 'observation', source.id)).toBe(2)

    const duty = await server.as('duty')
    const { body: listed } = await duty.get<
      { row: number; code: string; content: string; message: string }[]
    >(`/api/connections/${source.id}/quarantine?limit=500`)
    expect(listed.map((r) => [r.row, r.code]).reverse()).toEqual(BAD.map(([, code], i) => [i + 2, code]))
    expect(listed.every((r) => r.message === answer.message)).toBe(true)
    expect(JSON.parse(listed.at(-1)?.content ?? '')).toEqual(BAD[0]?.[0])
  })

  it('written bare in JSON (NaN) are refused alone', async () => {
    const source = await agree(server.app, server.url)
    const text = JSON.stringify({ observations: [load(200), load(201, 'HERE')] }).replace('"HERE"', 'NaN')
    expect((await source.push(text)).answer).toMatchObject({
      accepted: 1,
      rows: [{ row: 2, code: 'NOT_FINITE' }],
    })
  })

  it('are judged again when the contract has changed', async () => {
    const source = await agree(server.app, server.url, [{ indicator: 'KTN-03', units: ['VN'] }])
    const body = { observations: [load(300)] }
    expect((await source.push(body)).answer).toMatchObject({ accepted: 0, refused: 1, repeated: false })
    expect((await source.push(body)).answer).toMatchObject({ refused: 1, repeated: true })
    const times = { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null }
    await server.app.intake.connections.newContract(
      source.id,
      { times, series: [{ indicator: 'KTN-02' }] },
      'system',
    )
    expect((await source.push(body)).answer).toMatchObject({ accepted: 1, refused: 0, repeated: false })
  })
})
