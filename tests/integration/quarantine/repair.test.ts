import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  CandidatesView,
  CausesView,
  MappedName,
  NameMappingView,
  RefusedRowView,
  RepairResult,
} from '../../../shared/api/quarantine.ts'
import { agree, count, load, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { Page } from '../live/page.ts'

let server: TestServer
let duty: Client
let monthly: string
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  monthly =
    server.app.catalogue
      .now()
      .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum')
      ?.code ?? ''
})
afterAll(() => server?.stop())

const causes = async (of: Source, as = duty) =>
  (await as.get<CausesView>(`/api/quarantine?connection=${of.id}`)).body
const rows = async (of: Source, cause: { code: string; field: string; value: string }) =>
  (
    await duty.get<RefusedRowView[]>(
      `/api/quarantine/rows?${new URLSearchParams({ ...cause, connection: of.id })}`,
    )
  ).body
const ask = async (what: 'preview' | 'repair', body: unknown, as = duty) =>
  (await as.post<RepairResult>(`/api/quarantine/${what}`, body)).body
const about = (unit: unknown, value: unknown, period = '2026-08') => ({
  indicator: monthly,
  unit,
  period,
  value,
})
const written = async (of: Source) =>
  (
    await server.app.db.pool.query<{ message: string; row: number; value: number; unit: string }>(
      `select o.message_id as message, o.row_no as row, o.value, u.code as unit from observation o
       join message m on m.id = o.message_id join series s on s.id = o.series_id join unit u on u.id = s.unit_id
       where m.connection_id = $1 order by o.recorded_at, o.row_no`,
      [of.id],
    )
  ).rows

describe('refused rows', () => {
  it('stand by cause; a name is mapped once for these rows and all to come, which point at their own message', async () => {
    const source = await agree(server.app, server.url, [{ indicator: monthly }])
    const first = (
      await source.push({
        observations: [about('Hạ Long xứ', 5), about('01', 7), about('Hạ Long xứ', 6, '2026-07')],
      })
    ).answer
    expect(first).toMatchObject({ accepted: 1, refused: 2 })
    const { causes: list } = await causes(source)
    expect(list).toMatchObject([
      {
        code: 'UNKNOWN_UNIT',
        field: 'unit',
        value: 'Hạ Long xứ',
        rows: 2,
        connections: [{ id: source.id, rows: 2 }],
      },
    ])
    const cause = { code: 'UNKNOWN_UNIT', field: 'unit', value: 'Hạ Long xứ' }
    const change = { map: { field: 'unit', name: 'Hạ Long xứ', code: '22' } }
    const seen = await ask('preview', { cause, connection: source.id, change })
    expect(seen.counts).toEqual({ accepted: 2 })
    expect(await written(source)).toHaveLength(1) // looking writes nothing

    const done = await ask('repair', { cause, connection: source.id, change })
    expect(done.counts).toEqual({ accepted: 2 })
    expect(await written(source)).toMatchObject([
      { message: first.message, row: 2, value: 7, unit: '01' },
      { message: first.message, row: 1, value: 5, unit: '22' },
      { message: first.message, row: 3, value: 6, unit: '22' },
    ])
    expect((await causes(source)).causes).toEqual([])
    expect(await count(server.app, 'quarantine', source.id)).toBe(2) // nothing is deleted

    const later = (await source.push({ observations: [about('Hạ Long xứ', 8, '2026-06')] })).answer
    expect(later).toMatchObject({ accepted: 1, refused: 0 })
    const names = await duty.get<NameMappingView[]>(`/api/quarantine/names/${source.id}`)
    expect(names.body).toMatchObject([{ version: 1, field: 'unit', name: 'Hạ Long xứ', code: '22' }])

    const name = { connection: source.id, field: 'unit', name: 'Hạ Long xứ' }
    const withdraw = async (as: Client, of: object) =>
      (await as.post('/api/quarantine/names/withdraw', of)).status
    const mine = async () =>
      (await duty.get<MappedName[]>('/api/quarantine/names')).body.filter((n) => n.connection === source.id)
    expect(await mine()).toMatchObject([{ ...name, code: '22', means: { vi: 'Quảng Ninh' } }])
    expect(await withdraw(await server.as('agency', '22'), name)).toBe(404)
    expect(await withdraw(await server.as('leader'), name)).toBe(403)
    expect(await withdraw(duty, { ...name, name: 'Xứ khác' })).toBe(404)
    expect(await withdraw(duty, name)).toBe(200)
    expect(await withdraw(duty, name)).toBe(404)
    expect(await mine()).toEqual([])
    // Unknown again from now on; what was written under it stays.
    const unknown = (await source.push({ observations: [about('Hạ Long xứ', 9, '2026-05')] })).answer
    expect(unknown).toMatchObject({ accepted: 0, refused: 1 })
    expect(await written(source)).toHaveLength(4)
    const versions = await duty.get<NameMappingView[]>(`/api/quarantine/names/${source.id}`)
    expect(versions.body.map((v) => v.code)).toEqual([null, '22'])
  })

  it('whose number has two readings take the one that a person says', async () => {
    const source = await agree(server.app, server.url, [{ indicator: monthly }])
    const [unit] = server.app.catalogue.now().units.filter((u) => u.kind === 'province' && !u.validTo)
    const { answer } = await source.push(
      `indicator;unit;period;value\n${monthly};${unit?.code};2026-07;12.345\n`,
      { 'content-type': 'text/csv' },
    )
    expect(answer).toMatchObject({ accepted: 0, rows: [{ code: 'AMBIGUOUS_NUMBER', field: 'value' }] })
    const [cause] = (await causes(source)).causes
    const waiting = await rows(source, { code: 'AMBIGUOUS_NUMBER', field: 'value', value: '' })
    expect(cause).toMatchObject({ code: 'AMBIGUOUS_NUMBER', rows: 1 })
    await ask('repair', { ids: waiting.map((r) => r.id), change: { decimalComma: true } })
    expect((await written(source)).map((r) => r.value)).toEqual([12_345])
  })

  it('that are repaired twice are written once, by two at the same time as well', async () => {
    const source = await agree(server.app, server.url)
    await source.push({ observations: [load(1, 'bốn mươi')] })
    const cause = { code: 'NOT_A_NUMBER', field: 'value', value: '' }
    const [row] = await rows(source, cause)
    const body = { ids: [row?.id], change: { fields: { value: '41000' } } }
    const both = await Promise.all([ask('repair', body), ask('repair', body)])
    expect(both.map((r) => Object.keys(r.counts)[0]).sort()).toEqual(['accepted', 'repaired'])
    expect((await ask('repair', body)).counts).toEqual({ repaired: 1 })
    expect(await written(source)).toMatchObject([{ row: 1, value: 41_000 }])
  })

  it('that are refused again say why, and every try is kept', async () => {
    const source = await agree(server.app, server.url)
    await source.push({ observations: [load(2, 'x')] })
    const cause = { code: 'NOT_A_NUMBER', field: 'value', value: '' }
    const [row] = await rows(source, cause)
    const tried = await ask('repair', { ids: [row?.id], change: { fields: { value: '-5' } } })
    expect(tried).toMatchObject({ counts: { refused: 1 }, rows: [{ code: 'RANGE' }] })
    expect(tried.rows[0]?.reason?.vi).toBeTruthy()
    expect((await rows(source, cause))[0]?.repairs).toMatchObject([
      { outcome: 'refused', code: 'RANGE', what: { fields: { value: '-5' } } },
    ])
    expect(
      (await ask('repair', { cause, connection: source.id, change: { fields: { value: '5' } } })).counts,
    ).toEqual({ accepted: 1 })
    await expect(server.app.db.pool.query('delete from quarantine_repair')).rejects.toThrow('append-only')
  })

  it('never overwrite what a later message said, nor a row of their own message', async () => {
    const source = await agree(server.app, server.url)
    await source.push({ observations: [load(3, 'x'), load(4, 1), load(4, 2)] })
    await source.push({ observations: [load(3, 300)] })
    const of = (code: string, field: string) => ({ code, field, value: '' })
    const fix = { fields: { value: '299' } }
    const late = { cause: of('NOT_A_NUMBER', 'value'), connection: source.id, change: fix }
    expect(await ask('preview', late)).toMatchObject({ counts: { superseded: 1 }, rows: [{ before: 300 }] })
    expect((await ask('repair', late)).counts).toEqual({ superseded: 1 })
    const twin = { cause: of('DUPLICATE', ''), connection: source.id, change: {} }
    expect(await ask('repair', twin)).toMatchObject({ counts: { refused: 1 }, rows: [{ code: 'DUPLICATE' }] })
    expect((await written(source)).map((o) => o.value)).toEqual([1, 300])
  })

  it('fall off the board and the roll-ups know what came late', async () => {
    const source = await agree(server.app, server.url)
    await source.push({ observations: [load(5, 10), load(6, 'x')] })
    const page = new Page(server.url, duty.cookie)
    const refused = async () => {
      const board = await page.socket.emitWithAck('board:watch')
      return 'error' in board ? board.error.code : board.rows.find((r) => r.id === source.id)?.refused24h
    }
    expect(await page.settled()).toBe(true)
    expect(await refused()).toBe(1)
    expect(server.app.trust.connection(source.id)?.state).toBe('refusing')
    const cause = { code: 'NOT_A_NUMBER', field: 'value', value: '' }
    await ask('repair', { cause, connection: source.id, change: { fields: { value: '20' } } })
    expect(await refused()).toBe(0)
    page.socket.close()
    expect(server.app.trust.connection(source.id)?.state).not.toBe('refusing')
    const { rows: raw } = await server.app.db.pool.query(
      `select r.t, r.count, x.count as raw, r.sum, x.sum as rawsum from rollup_day r
       cross join lateral rollup_raw('day', array[r.series_id], array[r.t], null, null) x`,
    )
    expect(raw.length).toBeGreaterThan(0)
    await eventually(async () => {
      const { rows: wrong } = await server.app.db.pool.query(
        `select r.t from rollup_day r cross join lateral
         rollup_raw('day', array[r.series_id], array[r.t], null, null) x
         where (select message_id from rollup_mark) = (select max(id) from message)
           and (r.count, r.sum, r.last) is distinct from (x.count, x.sum, x.last)`,
      )
      expect(wrong).toEqual([])
    })
  })

  it('are an agency’s own alone, and analysts and auditors only read', async () => {
    const source = await agree(server.app, server.url, [{ indicator: monthly }], '22')
    await source.push({ observations: [about('22', 'x')] })
    const cause = { code: 'NOT_A_NUMBER', field: 'value', value: '' }
    const change = { fields: { value: '3' } }
    const other = await server.as('agency', '01')
    expect((await causes(source, other)).rows).toBe(0)
    const refused = await other.post('/api/quarantine/repair', { cause, connection: source.id, change })
    expect(refused.status).toBe(404)
    const analyst = await server.as('analyst')
    expect((await causes(source, analyst)).rows).toBe(1)
    expect((await analyst.post('/api/quarantine/repair', { cause, change })).status).toBe(403)
    const own = await server.as('agency', '22')
    expect((await ask('repair', { cause, change }, own)).counts).toEqual({ accepted: 1 })
  })

  it('have candidates for their names, of both eras and without marks; what is ambiguous is asked', async () => {
    const of = async (name: string, field = 'unit') =>
      (await duty.get<CandidatesView>(`/api/quarantine/candidates?${new URLSearchParams({ field, name })}`))
        .body
    const haNam = await of('ha nam')
    expect(haNam.filter((c) => c.exact).map((c) => c.name.vi)).toContain('Hà Nam')
    expect(haNam.some((c) => c.to === null && /Ninh Bình/.test(c.name.vi))).toBe(true)
    const fifteen = (await of('15')).filter((c) => c.exact)
    expect(new Set(fifteen.map((c) => c.name.vi)).size).toBe(2)
    expect(await of('khong dau co that xyz')).toEqual([])
  })
})
