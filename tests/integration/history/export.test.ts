import JSONstat from 'jsonstat-toolkit'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { harmless } from '../../../server/history/export/xlsx.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let source: Source
let analyst: Client
beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url, [{ indicator: 'KTN-14' }], 'VN', true)
  analyst = await server.as('analyst')
  const of = (unit: string, period: string, value: number) => ({ indicator: 'KTN-14', unit, period, value })
  const { answer } = await source.push({
    observations: [
      of('01', '2026-09', 9),
      of('22', '2026-09', 5.5),
      { ...of('01', '2026-10', 10), status: 'provisional' },
    ],
  })
  expect(answer.rows).toEqual([])
})
afterAll(() => server?.stop())

const PATHS = [
  ['/api/observations?indicator=KTN-14', 3],
  ['/api/latest?indicator=KTN-14', 2],
  ['/api/indicator/KTN-14/summary?day=2026-09-20', 3],
] as const

describe('export as data', () => {
  it.each(PATHS)(
    'gives %s as JSON-stat that its toolkit reads, with source, as-of and notice',
    async (path, n) => {
      const response = await analyst.fetch(`${path}&format=json-stat`)
      expect(response.status).toBe(200)
      const text = (await response.json()) as Record<string, unknown>
      const cube = JSONstat(text)
      expect([cube.class, cube.id]).toEqual(['dataset', ['indicator', 'unit', 'time']])
      expect(cube.value.filter((v) => v !== null)).toHaveLength(n)
      const place = cube.Dimension('unit')?.id.findIndex((id) => id.startsWith('22@')) ?? -1
      const at = place * (cube.size[2] ?? 0) + (cube.Dimension('time')?.id.indexOf('2026-09') ?? -1)
      expect(cube.value[at]).toBe(5.5)
      expect(cube.Dimension('time')?.role).toBe('time')
      expect(cube.source).toContain(source.id)
      expect(Date.parse(cube.updated ?? '')).toBeGreaterThan(0)
      expect(JSON.stringify(text.note)).toContain('SIMULATED')
    },
  )

  it.each(PATHS)('gives %s as a workbook with its source beside it', async (path) => {
    const response = await analyst.fetch(`${path}&format=xlsx`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toMatch(/attachment; filename="[\w-]+\.xlsx"/)
    const sheets = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
    const [data, about] = sheets
    const rows = data?.data ?? []
    const column = (name: string) => rows[0]?.indexOf(name) ?? -1
    const row = rows.find((r) => r[column('unit')] === '22')
    expect(row?.[column('value')]).toBe(5.5)
    const said = JSON.stringify(about?.data)
    for (const word of [source.id, 'As known at', 'SIMULATED']) expect(said).toContain(word)
  })

  it('makes texts harmless that a spreadsheet would run', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\uFF1D1'])
      expect(harmless(text)).toBe(`'${text}`)
    expect(harmless('Hà Nội - 01')).toBe('Hà Nội - 01')
  })

  it('refuses a form it does not have', async () => {
    expect((await analyst.get('/api/latest?format=pdf')).status).toBe(400)
  })
})
