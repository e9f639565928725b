import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../../../server/catalogue/index.ts'
import type { ImportDone, ImportPreview } from '../../../shared/api/directive-import.ts'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type Cell, workbook } from './workbook.ts'

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
})
afterAll(() => server?.stop())

type Refused = { code?: string; detail: { rows?: { no: string }[]; missing?: string[] } }
async function send<T>(
  path: string,
  document: string,
  body: Buffer,
  more: Record<string, string> = {},
  as = duty,
) {
  const answer = await as.fetch(
    `/api/directives/import${path}?${new URLSearchParams({ document, ...more })}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(body),
    },
  )
  const read: T & Refused = JSON.parse(await answer.text())
  return { status: answer.status, body: read }
}
const preview = (document: string, body: Buffer, more = {}) =>
  send<ImportPreview>('/preview', document, body, more)
const take = (document: string, body: Buffer, more = {}, as = duty) =>
  send<ImportDone>('', document, body, more, as)
const given = async (document: string) =>
  (await duty.get<DirectiveView[]>(`/api/directives?which=all&document=${encodeURIComponent(document)}`)).body

const GOOD: Cell[][] = [
  [
    1,
    'Quảng Ninh; Bộ Tài chính',
    'Đẩy nhanh giải ngân vốn đầu tư công',
    '31/12/2030',
    'Khẩn',
    null,
    null,
    null,
    null,
  ],
  [2, '01', 'Báo cáo tiến độ vành đai 4', new Date(Date.UTC(2030, 10, 5)), null, 'DP-07', 'tối thiểu', 95, 3],
]

describe('a document with many tasks', () => {
  it('has a template that is taken as it is', async () => {
    const answer = await duty.fetch('/api/directives/import/template.xlsx')
    const body = Buffer.from(await answer.arrayBuffer())
    expect((await preview('Mẫu', body)).body).toMatchObject({ rows: [] })
  })

  it('is looked at, then taken whole: each row for each of its agencies, and a second time nothing', async () => {
    const document = 'Nghị quyết 01/NQ-CP'
    const file = await workbook(GOOD)
    const seen = (await preview(document, file)).body
    expect(seen).toMatchObject({ fresh: 2, there: 0, faulty: 0 })
    expect(seen.rows[0]).toMatchObject({ row: 2, no: '1', addressees: [{ code: '22' }, {}], faults: [] })
    expect(await given(document)).toEqual([])
    expect((await take(document, file, { issue: 'true' })).body).toEqual({
      ...{ document, directives: 3, rows: 2, there: 0 },
    })
    const made = await given(document)
    expect(made.map((d) => d.state)).toEqual(['issued', 'issued', 'issued'])
    const ring = made.find((d) => d.addressee.code === '01')
    expect(ring).toMatchObject({
      due: Date.parse('2030-11-05T17:00:00+07:00'),
      watch: { indicator: 'DP-07', comparator: '>=', value: 95, holdDays: 3 },
    })
    expect(new Set(made.filter((d) => d !== ring).map((d) => d.batch)).size).toBe(1)
    expect((await preview(document, file)).body).toMatchObject({ fresh: 0, there: 2 })
    expect((await take(document, file)).body).toMatchObject({ directives: 0, there: 2 })
    // The same number with other words is no new row and no silent change.
    const other = await workbook([[1, 'Quảng Ninh', 'Việc khác', '31/12/2030'], GOOD[1] ?? []])
    expect((await take(document, other)).body).toMatchObject({
      code: 'ROWS_REFUSED',
      detail: { rows: [{ no: '1', faults: [{ code: 'ROW_DIFFERS' }] }] },
    })
    // A longer list of the same document adds what is new; two at once add it once.
    const longer = await workbook([...GOOD, [3, 'Thành phố Huế', 'Rà soát hồ chứa', '1/6/2030 9:30']])
    const both = await Promise.all([take(document, longer), take(document, longer)])
    expect(both.map((b) => b.body.directives).sort()).toEqual([0, 1])
    expect(await given(document)).toHaveLength(4)
  })

  it('is numbered by who gives it: a province’s own document stands in nobody’s way', async () => {
    const document = 'Công văn 15/UBND'
    const local = await server.as('duty', '22')
    const own = await workbook([[1, 'Quảng Ninh', 'Việc của tỉnh', '31/12/2030']])
    expect((await take(document, own, {}, local)).body).toMatchObject({ directives: 1, there: 0 })
    const nation = await workbook([[1, 'Quảng Ninh', 'Việc của cả nước', '31/12/2030']])
    expect((await take(document, nation)).body).toMatchObject({ directives: 1, there: 0 })
    expect((await take(document, own, {}, local)).body).toMatchObject({ directives: 0, there: 1 })
  })

  it('a province’s that was taken before givers were kept is not taken a second time', async () => {
    const { pool } = server.app.db
    const [before, since] = ['Công văn 16/UBND', 'Công văn 17/UBND']
    const local = await server.as('duty', '22')
    const own = await workbook([[1, 'Quảng Ninh', 'Việc của tỉnh', '31/12/2030']])
    const nation = await workbook([[2, 'Quảng Ninh', 'Việc của cả nước', '31/12/2030']])
    for (const document of [before, since]) expect((await take(document, own, {}, local)).status).toBe(200)
    expect((await take(before, nation)).status).toBe(200)
    // As they stood then: no giver on record.
    await pool.query('alter table directive_import_row disable trigger directive_import_row_append_only')
    await pool.query(
      "update directive_import_row set giver_unit_id = null, at = at - case document when $1 then interval '1 day' else '0' end where document = any($2)",
      [before, [before, since]],
    )
    await pool.query('alter table directive_import_row enable trigger directive_import_row_append_only')
    const sql = 'server/db/migrations/0198-directive-import-giver-before.sql'
    await pool.query(await readFile(sql, 'utf8'))
    expect((await take(before, own, {}, local)).body).toMatchObject({ directives: 0, there: 1 })
    expect((await take(before, nation)).body).toMatchObject({ directives: 0, there: 1 })
    // What the nation took since then is the nation's, wherever its officer serves now.
    expect((await take(since, own, {}, local)).body).toMatchObject({ directives: 1, there: 0 })
    await expect(pool.query('delete from directive_import_row')).rejects.toThrow(/append-only/)
  })

  it('with faults says which, by row and column, and writes nothing', async () => {
    const document = 'Chỉ thị 12/CT-TTg'
    const file = await workbook([
      GOOD[0] ?? [],
      [1, 'Quảng Ninh', 'Trùng số', '31/12/2030'],
      [null, 'Không có tỉnh này', 'ab', '31/02/2030', 'gấp', 'KHONG', '~', 'một', 999],
      [4, 'Quảng Ninh', 'Đã quá hạn', '01/01/2020'],
    ])
    const { body } = await preview(document, file)
    expect(body).toMatchObject({ fresh: 1, faulty: 3 })
    expect(body.rows.map((r) => r.faults.map((f) => [f.code, f.column]))).toEqual([
      [],
      [['ROW_TWICE', 'TT']],
      [
        ['ROW_NUMBER', 'TT'],
        ['UNIT_UNKNOWN', 'Đơn vị'],
        ['TEXT_MISSING', 'Nội dung nhiệm vụ'],
        ['DUE_UNREADABLE', 'Hạn'],
        ['PRIORITY_UNKNOWN', 'Mức độ'],
        ['INDICATOR_UNKNOWN', 'Chỉ tiêu'],
        ['COMPARATOR_UNKNOWN', 'Mức'],
        ['VALUE_UNREADABLE', 'Giá trị'],
        ['VALUE_UNREADABLE', 'Giữ (ngày)'],
      ],
      [['DUE_PAST', 'Hạn']],
    ])
    const refused = await take(document, file)
    expect([refused.status, refused.body.code]).toEqual([422, 'ROWS_REFUSED'])
    expect(await given(document)).toEqual([])
  })

  it('to a unit that was merged offers its successor, which is taken once it is chosen', async () => {
    const now = server.app.catalogue.now()
    const today = dayOf(Date.now())
    const ended = now.units.find(
      (u) =>
        u.kind === 'province' &&
        u.validTo !== null &&
        !now.unitOn(u.code, today) &&
        now.successorsOf(u.id).length,
    )
    const name = ended?.names?.[0]?.vi ?? ended?.code ?? ''
    const [successor] = now.successorsOf(ended?.id ?? 0)
    const document = 'Công điện 7/CĐ-TTg'
    const file = await workbook([[1, name, 'Ứng phó mưa lũ', '31/12/2030']])
    const { body } = await preview(document, file)
    expect(body.rows[0]?.faults).toMatchObject([
      { code: 'UNIT_ENDED', value: name, offers: [{ code: successor?.unit.code }] },
    ])
    const instead = JSON.stringify({ [name]: successor?.unit.code })
    expect((await take(document, file, { instead })).body).toMatchObject({ directives: 1 })
    expect((await given(document)).map((d) => d.addressee.code)).toEqual([successor?.unit.code])
    expect((await take(document, file, { instead: '[1]' })).body.code).toBe('BAD_REQUEST')
  })

  it('that is no workbook, lacks columns or comes from an agency is refused', async () => {
    expect((await preview('x', Buffer.from('TT;Hạn'))).body.code).toBe('BAD_BODY')
    const short = await workbook([[1, 'Quảng Ninh']], ['TT', 'Đơn vị'])
    expect((await preview('x', short)).body).toMatchObject({
      code: 'BAD_BODY',
      detail: { missing: ['Nội dung nhiệm vụ', 'Hạn'] },
    })
    expect((await take('x', short, {}, await server.as('agency', '22'))).status).toBe(403)
  })
})
