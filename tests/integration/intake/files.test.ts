import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import type { Answer } from '../../../server/intake/index.ts'
import type { ItemChoice, MappingInput, PreviewView } from '../../../shared/api/intake.ts'
import { parsePeriod } from '../../../shared/period.ts'
import { zipBomb } from '../../fixtures/intake/bomb.ts'
import { type Published, published } from '../../fixtures/intake/published.ts'
import { SAMPLES } from '../../fixtures/intake/samples.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startServer()
  admin = await server.as('administrator')
})
afterAll(() => server?.stop())

type Imported = { answer: Answer; created: string[]; connection: string }
async function send<T>(
  what: 'preview' | 'import',
  name: string,
  body: Buffer,
  fields: Record<string, string> = {},
  as = admin,
): Promise<{ status: number; body: T }> {
  const form = new FormData()
  for (const [key, value] of Object.entries(fields)) form.append(key, value)
  form.append('file', new Blob([new Uint8Array(body)]), name)
  const response = await as.fetch(`/api/files/${what}`, { method: 'POST', body: form })
  return { status: response.status, body: (await response.json()) as T }
}
const create = (
  code: string,
  measure: string,
  period: 'yearly' | 'quarterly' | 'monthly',
  level = 'province',
): ItemChoice => ({
  create: {
    code,
    name: { vi: `Chỉ tiêu ${code}`, en: `Indicator ${code}` },
    section: 1,
    measure,
    period,
    level,
    aggregation: 'none',
    source: 'Tổng cục Thống kê',
  },
})
type Stored = {
  code: string
  name: string
  kind: string
  from: Date
  to: Date
  value: number
  simulated: boolean
  entry: string
}
async function stored(indicator: string): Promise<Stored[]> {
  const { rows } = await server.app.db.pool.query<Stored>(
    `select u.code, n.name_en as name, u.kind, o.valid_from as from, o.valid_to as to, o.value, o.simulated, o.entry
     from observation o join series s on s.id = o.series_id join indicator i on i.id = s.indicator_id
     join unit u on u.id = s.unit_id
     join lateral (select name_en from unit_name where unit_id = u.id order by valid_from limit 1) n on true
     where i.code = $1`,
    [indicator],
  )
  return rows
}
const year = (row: Stored) => new Date(row.to.getTime() - 1 + 7 * 3600_000).getUTCFullYear()

describe('a published JSON-stat table', () => {
  const name: Published = 'pxweb-E02.01-area-population-density.json'
  const body = published(name)
  const source = JSON.parse(body.toString().replace(/\0$/, '')).dataset
  const [places, years, items] = source.dimension.id.map((d: string) =>
    Object.values(source.dimension[d].category.label),
  ) as [string[], string[], string[]]
  const codes = ['THU-DT', 'THU-DS', 'THU-MD']

  it('is recognised before anything is written: dimensions, units of their day, periods', async () => {
    const { status, body: seen } = await send<PreviewView>('preview', name, body)
    expect(status).toBe(200)
    expect(seen).toMatchObject({ format: 'json-stat', cells: 2940, empty: 0 })
    expect(seen.dimensions.map((d) => [d.role, d.size])).toEqual([
      ['unit', 70],
      ['time', 14],
      ['item', 3],
    ])
    expect(seen.periods).toMatchObject({
      kind: 'yearly',
      first: '2011',
      last: '2024',
      count: 14,
      unreadable: [],
    })
    const kinds = Object.groupBy(seen.units, (u) => u.kind ?? 'unknown')
    expect(Object.fromEntries(Object.entries(kinds).map(([k, v]) => [k, v?.length]))).toEqual({
      nation: 1,
      region: 6,
      province: 63,
    })
    expect(new Set(seen.units.map((u) => u.code)).size).toBe(70)
    const { rows } = await server.app.db.pool.query('select 1 from message')
    expect(rows).toEqual([])
  })

  it('asks what each column is and guesses no indicator', async () => {
    const { status, body: refused } = await send<{ code: string; detail: { undecided: string[] } }>(
      'import',
      name,
      body,
    )
    expect([status, refused.code]).toEqual([400, 'BAD_REQUEST'])
    expect(refused.detail.undecided).toContain('Area (Km2(*)')
  })

  it('is imported cell for cell, with the indicators it needs created', async () => {
    const { body: seen } = await send<PreviewView>('preview', name, body)
    const labels = items.map((i) => i.replace(/\s+/g, ' ').trim())
    const mapping: MappingInput = {
      ...seen.mapping!,
      items: {
        [labels[0]!]: create(codes[0]!, 'km² (thử)', 'yearly'),
        [labels[1]!]: create(codes[1]!, 'nghìn người (thử)', 'yearly'),
        [labels[2]!]: create(codes[2]!, 'người/km² (thử)', 'yearly'),
      },
      source: 'Niên giám thống kê, bảng E02.01',
    }
    const fields = { mapping: JSON.stringify(mapping) }
    const again = await send<PreviewView>('preview', name, body, fields)
    expect(again.body).toMatchObject({ accepted: 2940, refused: 0 })
    const { status, body: done } = await send<Imported>('import', name, body, fields)
    expect(status).toBe(200)
    expect(done.answer).toMatchObject({ accepted: 2940, unchanged: 0, refused: 0, repeated: false })
    expect(done.created).toEqual(codes)

    const found = new Map<string, number>()
    const now = server.app.catalogue.now()
    for (const [i, code] of codes.entries())
      for (const row of await stored(code)) {
        expect(row).toMatchObject({ simulated: false, entry: 'file' })
        expect(now.unitOn(row.code, `${year(row)}-12-31`)?.kind).toBe(row.kind)
        found.set(`${row.code}/${year(row)}/${i}`, row.value)
      }
    expect(found.size).toBe(2940)
    const codeOf = new Map(again.body.units.map((u) => [u.label, u.code]))
    source.value.forEach((value: number, n: number) => {
      const place = places[Math.floor(n / 42)]!.replace(/\s+/g, ' ').trim()
      const key = `${codeOf.get(place)}/${years[Math.floor(n / 3) % 14]}/${n % 3}`
      expect([key, found.get(key)]).toEqual([key, value])
    })
    const { record } = await server.app.intake.message(done.answer.message)
    expect(record).toMatchObject({
      intact: true,
      fileName: name,
      bytes: body.length,
      mapping: { source: mapping.source },
    })

    const second = await send<Imported>('import', name, body, fields)
    expect(second.body.answer).toMatchObject({ message: done.answer.message, repeated: true })
  })
})

describe('a published quarterly CSV', () => {
  const name: Published = 'gdp-expenditure-quarterly.csv'
  const body = published(name)
  const lines = parse(body, { bom: true, columns: true }) as Record<string, string>[]
  const columns = Object.keys(lines[0]!).filter((c) => c !== 'time' && c !== 'link')

  it('is imported cell for cell: byte-order mark, 2013Q4, empty cells left out', async () => {
    const { body: seen } = await send<PreviewView>('preview', name, body)
    expect(seen.items.map((i) => i.item)).toEqual(columns)
    expect(seen.periods).toMatchObject({ kind: 'quarterly', first: '2013-Q4', last: '2025-Q1', count: 46 })
    const codes = columns.map((_, i) => `THU-Q${i + 1}`)
    const mapping: MappingInput = {
      ...seen.mapping!,
      items: Object.fromEntries(
        columns.map((c, i) => [c, create(codes[i]!, '% (thử)', 'quarterly', 'nation')]),
      ),
    }
    const { body: done } = await send<Imported>('import', name, body, { mapping: JSON.stringify(mapping) })
    const filled = lines.flatMap((l) => columns.filter((c) => l[c] !== '')).length
    expect(done.answer).toMatchObject({ accepted: filled, refused: 0 })
    for (const [i, column] of columns.entries()) {
      const found = new Map((await stored(codes[i]!)).map((r) => [r.from.getTime(), r.value]))
      const wanted = lines.flatMap((l) => {
        const period = parsePeriod(l.time!.replace('Q', '-Q'))
        return l[column] === '' ? [] : [[period!.from, Number(l[column])] as const]
      })
      expect(found).toEqual(new Map(wanted))
    }
  })
})

describe('other files', () => {
  it('takes back an import by importing the file before it again', async () => {
    const file = (value: number) => Buffer.from(`indicator,unit,period,value\nKTTH-03,VN,2024,${value}\n`)
    const take = async (value: number) =>
      (await send<Imported>('import', 'nam.csv', file(value), { agency: 'VN' })).body.answer
    const first = await take(100)
    expect(first).toMatchObject({ accepted: 1, refused: 0 })
    expect(await take(100)).toEqual({ ...first, repeated: true })
    expect(await take(999)).toMatchObject({ accepted: 1 })
    expect(await take(100)).toMatchObject({ accepted: 1, repeated: false })
    expect((await stored('KTTH-03')).map((r) => r.value)).toEqual([100, 999, 100])
  })

  it('reads a spreadsheet with one column a year', async () => {
    const sheet = await writeXlsx([
      ['Tỉnh', 'Năm 2022', 'Sơ bộ 2023'],
      ['Đắc Lắc', 12.5, 13.5],
      ['TP Hồ Chí Minh', 22.5, null],
      ['Atlantis', 1, 2],
    ]).toBuffer()
    const { body: seen } = await send<PreviewView>('preview', 'bang.xlsx', sheet)
    expect(seen).toMatchObject({
      format: 'xlsx',
      cells: 5,
      empty: 1,
      periods: { first: '2022', last: '2023' },
    })
    expect(seen.units.filter((u) => !u.code).map((u) => u.label)).toEqual(['Atlantis'])
    const mapping = { ...seen.mapping!, items: { value: create('THU-X', 'điểm (thử)', 'yearly') } }
    const { body: done } = await send<Imported>('import', 'bang.xlsx', sheet, {
      mapping: JSON.stringify(mapping),
    })
    expect(done.answer).toMatchObject({ accepted: 3, refused: 2 })
    expect(done.answer.rows.map((r) => [r.row, r.code])).toEqual([
      [3, 'UNKNOWN_UNIT'],
      [3, 'UNKNOWN_UNIT'],
    ])
  })

  it.each([
    [
      'sdmx.xml',
      SAMPLES['message.xml'],
      'sdmx-ml',
      'VN',
      [
        ['2024-01', 96_800],
        ['2024-02', 97_000],
      ],
    ],
    [
      'cube.px',
      SAMPLES['table.px'],
      'px',
      '01',
      [
        ['2020', 1],
        ['2021', 2.5],
      ],
    ],
  ])(
    'takes in %s under one indicator, and leaves out what a person says',
    async (name, sample, format, unit, wanted) => {
      const body = Buffer.from(sample ?? '')
      const { body: seen } = await send<PreviewView>('preview', name, body)
      expect(seen).toMatchObject({ format, refused: 0 })
      const [first = '', ...others] = seen.items.map((i) => i.item)
      const code = `THU-${format.toUpperCase()}`
      const kind = format === 'px' ? 'yearly' : 'monthly'
      const level = format === 'px' ? 'province' : 'nation'
      const items = {
        [first]: create(code, 'nghìn (thử)', kind, level),
        ...Object.fromEntries(others.map((item) => [item, null])),
      }
      const mapping = JSON.stringify({ ...seen.mapping, items })
      const { body: done } = await send<Imported>('import', name, body, { mapping })
      expect(done.answer.refused).toBe(0)
      const now = server.app.catalogue.now()
      const id =
        now.findSeries(now.indicator(code)?.id ?? -1, now.unitInForce(unit, Date.now())?.id ?? -1) ?? -1
      const points = (await server.app.history.points(id)).map((p) => [p.period, p.value])
      expect(points).toEqual(wanted)
    },
  )

  it('refuses what is dangerous or unknown with a stable code and stays up', async () => {
    const code = async (name: string, body: Buffer) => {
      const { status, body: error } = await send<{ code: string }>('preview', name, body)
      return [status, error.code]
    }
    expect(await code('bomb.xlsx', await zipBomb(200 << 20))).toEqual([413, 'TOO_LARGE'])
    expect(await code('lies.xlsx', await zipBomb(200 << 20, 1000))).toEqual([413, 'TOO_LARGE'])
    expect(await code('broken.xlsx', Buffer.from('PK\x03\x04 not a zip'))).toEqual([400, 'BAD_BODY'])
    expect(await code('nsdp.pdf', Buffer.from('%PDF'))).toEqual([415, 'UNKNOWN_TYPE'])
    expect(await code('nsdp.xml', Buffer.from('<a/>'))).toEqual([400, 'BAD_BODY'])
    const entities = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    expect(await code('nsdp.xml', Buffer.from(entities))).toEqual([400, 'BAD_BODY'])
    expect(await code('huge.csv', Buffer.alloc(100 << 20, 'a,b\n'))).toEqual([413, 'TOO_LARGE'])
    expect(await code('utf16.csv', Buffer.from('time,yoy\n2013Q4,5\n', 'utf16le'))).toEqual([400, 'NOT_UTF8'])
    expect(
      (await send('preview', 'utf16.csv', Buffer.from('\uFEFFtime,yoy\n2013Q4,5\n', 'utf16le'))).status,
    ).toBe(200)
  })
})
