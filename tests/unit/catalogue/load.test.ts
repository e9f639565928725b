import { describe, expect, it } from 'vitest'
import { PROVINCE_INDICATORS, SOURCES } from '../../../scripts/simulator/sources.ts'
import { shippedCatalogue } from '../../../server/catalogue/import.ts'
import { parseCatalogue, readCatalogueDir } from '../../../server/catalogue/load/index.ts'

const shipped = await readCatalogueDir(shippedCatalogue)
/** The shipped catalogue with one file changed. */
function problemsOf(file: string, change: (text: string) => string) {
  const found = parseCatalogue(new Map(shipped).set(file, change(shipped.get(file) ?? '')))
  return 'problems' in found ? found.problems : []
}
const lineOf = (file: string, start: string) =>
  (shipped.get(file) ?? '').split('\n').findIndex((l) => l.startsWith(start)) + 1

describe('the shipped catalogue', () => {
  const parsed = parseCatalogue(shipped)
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems.slice(0, 5)))
  const { units, indicators, names, targets } = parsed.catalogue
  const on = (day: string) => units.filter((u) => u.from <= day && (u.to === null || day < u.to))

  it('has 63 provinces before 2025-07-01 and 34 since', () => {
    expect(on('2020-08-19').filter((u) => u.kind === 'province')).toHaveLength(63)
    expect(on('2025-07-01').filter((u) => u.kind === 'province')).toHaveLength(34)
  })
  it('has 143 indicators of the set, at least 25 reported by provinces, each with an owner that is a unit', () => {
    const set = indicators.filter((i) => i.inNationalSet)
    expect(set).toHaveLength(143)
    expect(set.filter((i) => i.level === 'province').length).toBeGreaterThanOrEqual(25)
    const codes = new Set(on('2026-11-23').map((u) => u.code))
    expect(set.filter((i) => !codes.has(i.ownerCode)).map((i) => i.code)).toEqual([])
  })
  it('names Huế and Đồng Nai by day', () => {
    const kinds = (code: string, from: string) =>
      names.filter((n) => n.unit.code === code && n.unit.from === from).map((n) => [n.from, n.vi, n.type])
    expect(kinds('46', '2008-08-01')).toEqual([
      ['2008-08-01', 'Thừa Thiên Huế', 'tinh'],
      ['2025-01-01', 'Huế', 'thanh_pho'],
    ])
    expect(kinds('75', '2025-07-01').map((k) => k[0])).toEqual(['2025-07-01', '2026-04-30'])
  })
  it('knows every indicator and agency of the demonstration', () => {
    const codes = new Set(indicators.map((i) => i.code))
    const sent = [...SOURCES.flatMap((s) => s.indicators), ...PROVINCE_INDICATORS]
    expect(sent.filter((code) => !codes.has(code))).toEqual([])
    const agencies = new Set(on('2026-11-23').map((u) => u.code))
    expect(SOURCES.filter((s) => !agencies.has(s.agency)).map((s) => s.id)).toEqual([])
  })
  it('keeps the 2020 targets to 2020', () => {
    expect(targets.length).toBeGreaterThan(10)
    expect(targets.filter((t) => t.period !== '2020').map((t) => t.indicator)).toEqual(['KTN-03'])
  })
})

describe('a bad catalogue', () => {
  it.each([
    ['units.csv', 'R1,region,2008-08-01', 'R1,region,2008-02-30', 'valid_from', 'BAD_DATE'],
    ['units.csv', 'R1,region', 'R1,kingdom', 'kind', 'NOT_ONE_OF'],
    [
      'units.csv',
      'R1,region,2008-08-01,2025-07-01',
      'R1,region,2008-08-01,2008-08-01',
      'valid_from',
      'ENDS_BEFORE',
    ],
    ['units.csv', 'R2,region', 'R1,region', 'code', 'DUPLICATE'],
    ['unit_names.csv', 'R1,2008-08-01', 'R9,2008-08-01', 'code', 'UNKNOWN_UNIT'],
    [
      'unit_parents.csv',
      'R1,2008-08-01,VN,1945-09-02',
      'R1,2008-08-01,R1,2008-08-01',
      'parent_code',
      'CYCLE',
    ],
    ['indicators.csv', 'KTTH-02,1', 'KTTH-02,9', 'section', 'UNKNOWN_SECTION'],
    ['indicators.csv', 'KTTH-02,1', 'KTTH-02,một', 'section', 'NOT_A_NUMBER'],
    ['sections.csv', '2,Kinh tế ngành', '2.5,Kinh tế ngành', 'no', 'NOT_IN_RANGE'],
    ['indicators.csv', 'KTTH-02,1', 'KTTH 02,1', 'code', 'BAD_CODE'],
    ['measures.csv', 'kW,kW,kW,power,0.001', 'kW,kW,kW,power,0', 'factor', 'NOT_IN_RANGE'],
    [
      'units.csv',
      'HO-HB,reservoir,2012-12-31,,105.324',
      'HO-HB,reservoir,2012-12-31,,205.324',
      'lon',
      'NOT_IN_RANGE',
    ],
    ['targets.csv', 'KTTH-01,VN,1945-09-02,2020', 'KTTH-01,VN,1945-09-02,2020-X', 'period', 'BAD_PERIOD'],
    [
      'targets.csv',
      'KTTH-16,VN,1945-09-02,2020,range,33,34',
      'KTTH-16,VN,1945-09-02,2020,range,33,32',
      'value_high',
      'RANGE',
    ],
    [
      'indicators.csv',
      'KTTH-17,1,Kim ngạch xuất khẩu hàng hóa,Goods exports,Kim ngạch xuất khẩu hàng hóa,Goods exports,triệu USD',
      'KTTH-17,1,Kim ngạch xuất khẩu hàng hóa,Goods exports,Kim ngạch xuất khẩu hàng hóa,Goods exports,bushel',
      'measure',
      'UNKNOWN_MEASURE',
    ],
    ['targets.csv', 'KTTH-01,VN', 'KTTH-99,VN', 'indicator', 'UNKNOWN_INDICATOR'],
    ['sections.csv', '2,Kinh tế ngành', '2,', 'name_vi', 'EMPTY'],
  ])('%s: "%s" → "%s" is named by line and column', (file, from, to, column, code) => {
    const problems = problemsOf(file, (text) => text.replace(`\n${from}`, `\n${to}`))
    expect(problems).toContainEqual(expect.objectContaining({ file, line: lineOf(file, from), column, code }))
  })
  it('says which file or column is missing', () => {
    const found = parseCatalogue(new Map([...shipped].filter(([file]) => file !== 'targets.csv')))
    expect('problems' in found && found.problems[0]).toMatchObject({
      file: 'targets.csv',
      code: 'FILE_MISSING',
    })
    expect(problemsOf('measures.csv', (t) => t.replace('factor', 'Faktor'))[0]).toMatchObject({
      line: 1,
      column: 'factor',
      code: 'COLUMN_MISSING',
    })
  })
  it('wants the weights of a split to sum to 1', () => {
    const problems = problemsOf('succession.csv', (t) => t.replace(/merge,1\n/, 'merge,0.4\n'))
    expect(problems.map((p) => p.code)).toEqual(['WEIGHTS'])
  })
  it('refuses two units of one code at the same time', () => {
    const problems = problemsOf('units.csv', (t) =>
      t.replace('08,province,2008-08-01,2025-07-01', '08,province,2008-08-01,2026-01-01'),
    )
    expect(problems.map((p) => p.code)).toContain('OVERLAP')
  })
  it('counts lines past cells of several lines, and names every row with too few or too many cells', () => {
    const problems = problemsOf('sections.csv', (t) =>
      t
        .replace('2,Kinh tế ngành,', '2,"Kinh\ntế\nngành",')
        .replace('5,Kinh tế - xã hội địa phương,', '5,')
        .replace(',Emergency', ',Emergency,7'),
    )
    expect(problems.filter((p) => p.code === 'CELL_COUNT').map((p) => [p.line, p.value])).toEqual([
      [8, '4'],
      [10, '6'],
    ])
  })
  it('reports every problem, not the first', () => {
    const problems = problemsOf('indicators.csv', (t) =>
      t.replace('\nKTTH-02,1', '\nKTTH-02,9').replace('\nKTTH-03,1', '\nKTTH-03,9'),
    )
    expect(problems).toHaveLength(2)
  })
})
