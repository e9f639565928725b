import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decode, typeOfFile } from '../../../server/intake/decode/index.ts'
import { scaled } from '../../../server/intake/decode/statistics.ts'
import type { Cube, Decoded } from '../../../server/intake/decode/types.ts'

const limits = { bytes: 16 << 20, rows: 50_000 }
const read = (name: string, text: string | Buffer) => decode(Buffer.from(text), typeOfFile(name), limits)
function cube(decoded: Decoded): Cube {
  if (decoded.kind !== 'cube') throw new Error(`a ${decoded.kind}, not a cube`)
  return decoded
}
/** Every figure by the labels of its place, item first. */
const cells = (c: Cube) =>
  Object.fromEntries(
    c.values.map((value, n) => {
      let rest = n
      const labels = [...c.dimensions].reverse().map((d) => {
        const at = rest % d.categories.length
        rest = Math.floor(rest / d.categories.length)
        return d.categories[at]?.label
      })
      return [labels.reverse().join('|'), value]
    }),
  )

const SPECIFIC = (series: string, more = '') => `<?xml version="1.0"?>
<m:StructureSpecificData xmlns:m="urn:m" xmlns:ss="urn:ss" xmlns:xsi="urn:x">
  <m:Header><m:ID>1</m:ID><m:Prepared>2024-11-13T06:48:52Z</m:Prepared><m:Source xml:lang="en">Central</m:Source></m:Header>
  <m:DataSet ss:dataScope="DataStructure" xsi:type="ns1:DataSetType">${more}${series}</m:DataSet>
</m:StructureSpecificData>`

describe('SDMX-ML 2.1', () => {
  it('structure-specific: series, missing figures, statuses and multipliers as written', async () => {
    const c = cube(
      await read(
        'a.xml',
        SPECIFIC(
          `<Series FREQ="M" REF_AREA="VN" INDICATOR="CPI" UNIT_MULT="0"><Obs TIME_PERIOD="2024-01" OBS_VALUE="96.8"/><Obs TIME_PERIOD="2024-02" OBS_VALUE="NaN"/></Series>
           <Series FREQ="M" REF_AREA="VN" INDICATOR="POP &amp; x" UNIT_MULT="3"><Obs TIME_PERIOD="2024-02" OBS_VALUE="100309.2" OBS_STATUS="P"/></Series>`,
        ),
      ),
    )
    expect(c.source).toBe('Central')
    expect(c.dimensions.map((d) => [d.id, d.role])).toEqual([
      ['ITEM', null],
      ['REF_AREA', 'geo'],
      ['TIME_PERIOD', 'time'],
    ])
    expect(cells(c)).toEqual({
      'CPI|VN|2024-01': '96.8',
      'CPI|VN|2024-02': null,
      'POP & x|VN|2024-01': null,
      'POP & x|VN|2024-02': 100_309_200,
    })
    expect(c.statuses).toEqual([null, null, null, 'P'])
  })

  it('structure-specific: what a group says holds for its series', async () => {
    const series = '<Series REF_AREA="VN" IND="A"><Obs TIME_PERIOD="2020" OBS_VALUE="1.5"/></Series>'
    const c = cube(
      await read('a.xml', SPECIFIC(series, '<Group IND="A" UNIT_MULT="2"/><Group IND="B" UNIT_MULT="9"/>')),
    )
    expect(c.values).toEqual([150])
  })

  it('generic: series and flat give the same', async () => {
    const wrap = (inner: string) =>
      `<m:GenericData xmlns:m="urn:m" xmlns:g="urn:g"><m:Header/><m:DataSet>${inner}</m:DataSet></m:GenericData>`
    const series =
      wrap(`<g:Series><g:SeriesKey><g:Value id="REF_AREA" value="VN"/><g:Value id="IND" value="A"/></g:SeriesKey>
      <g:Attributes><g:Value id="UNIT_MULT" value="1"/></g:Attributes>
      <g:Obs><g:ObsDimension value="2023-Q1"/><g:ObsValue value="7.25"/></g:Obs></g:Series>`)
    const flat =
      wrap(`<g:Obs><g:ObsKey><g:Value id="REF_AREA" value="VN"/><g:Value id="IND" value="A"/><g:Value id="TIME_PERIOD" value="2023-Q1"/></g:ObsKey>
      <g:ObsValue value="7.25"/><g:Attributes><g:Value id="UNIT_MULT" value="1"/></g:Attributes></g:Obs>`)
    const one = cube(await read('a.xml', series))
    expect(cells(one)).toEqual({ 'VN|2023-Q1': 72.5 })
    expect(cells(cube(await read('a.xml', flat)))).toEqual(cells(one))
  })

  it.each([
    ['cut off', SPECIFIC('<Series>'), /line \d+/],
    ['not SDMX', '<html><body/></html>', /not an SDMX-ML/],
    ['no figure', SPECIFIC(''), /no figure/],
    ['no time', SPECIFIC('<Series A="1"><Obs OBS_VALUE="1"/></Series>'), /TIME_PERIOD/],
    [
      'two in one place',
      SPECIFIC('<Obs A="1" TIME_PERIOD="2020" OBS_VALUE="1"/><Obs A="1" TIME_PERIOD="2020" OBS_VALUE="2"/>'),
      /two figures/,
    ],
    ['entities', `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${SPECIFIC('')}`, /document type/],
    [
      'nested without end',
      `<StructureSpecificData>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</StructureSpecificData>`,
      /nest/i,
    ],
  ])('refuses a message that is %s', async (_, text, says) => {
    await expect(read('a.xml', text)).rejects.toMatchObject({
      code: 'BAD_BODY',
      detail: { problem: expect.stringMatching(says) },
    })
  })
})

describe('SDMX-JSON', () => {
  const values = (...ids: string[]) => ids.map((id) => ({ id, name: `name of ${id}` }))
  it('1.0 with series', async () => {
    const message = {
      header: { prepared: '2024-01-01', sender: { id: 'X' } },
      dataSets: [
        {
          series: {
            '0:0': { attributes: [0], observations: { 0: [1.5, 0], 1: [null] } },
            '0:1': { observations: { 1: [9] } },
          },
        },
      ],
      structure: {
        name: 'Flow',
        dimensions: {
          series: [
            { id: 'REF_AREA', values: values('VN') },
            { id: 'IND', values: values('A', 'B') },
          ],
          observation: [{ id: 'TIME_PERIOD', values: values('2020', '2021') }],
        },
        attributes: {
          series: [{ id: 'UNIT_MULT', values: values('3') }],
          observation: [{ id: 'OBS_STATUS', values: values('E') }],
        },
      },
    }
    const c = cube(await read('a.json', JSON.stringify(message)))
    expect(c.label).toBe('Flow')
    expect(cells(c)).toEqual({
      'name of A|name of VN|2020': 1500,
      'name of A|name of VN|2021': null,
      'name of B|name of VN|2020': null,
      'name of B|name of VN|2021': 9,
    })
    expect(c.statuses[0]).toBe('E')
  })
  it('2.0 flat, its structure by number', async () => {
    const structure = {
      dimensions: {
        observation: [
          { id: 'GEO', values: values('VN') },
          { id: 'TIME_PERIOD', values: [{ value: '2020' }] },
        ],
      },
    }
    const message = {
      meta: {},
      data: { dataSets: [{ structure: 1, observations: { '0:0': [3] } }], structures: [{}, structure] },
    }
    expect(cells(cube(await read('a.json', JSON.stringify(message))))).toEqual({ 'name of VN|2020': 3 })
  })
  it('refuses keys that point at nothing', async () => {
    const message = {
      dataSets: [{ observations: { '0:7': [3] } }],
      structure: {
        dimensions: {
          observation: [
            { id: 'GEO', values: values('VN') },
            { id: 'TIME_PERIOD', values: values('2020') },
          ],
        },
      },
    }
    await expect(read('a.json', JSON.stringify(message))).rejects.toMatchObject({ code: 'BAD_BODY' })
  })
})

describe('SDMX-CSV', () => {
  it('1.0 with names beside codes', async () => {
    const c = cube(
      await read(
        'a.csv',
        'DATAFLOW,REF_AREA: Area,IND: Indicator,TIME_PERIOD: Time,OBS_VALUE,OBS_STATUS,UNIT_MULT\nX:F(1.0),VN: Viet Nam,A: Alpha,2020,1.25,P: Provisional,3\nX:F(1.0),VN: Viet Nam,B: Beta,2020,,,\n',
      ),
    )
    expect(cells(c)).toEqual({ 'Alpha|Viet Nam|2020': 1250, 'Beta|Viet Nam|2020': null })
    expect(c.statuses).toEqual(['P', null])
  })
  it('2.0', async () => {
    const c = cube(
      await read(
        'a.csv',
        'STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE\ndataflow,X:F(1.0),I,VN,2021-03,4\n',
      ),
    )
    expect([c.label, cells(c)]).toEqual(['X:F(1.0)', { 'VN|2021-03': '4' }])
  })
})

describe('PC-Axis', () => {
  const PX = `CHARSET="ANSI";
CODEPAGE="utf-8";
TITLE="Dân số "
"trung bình";
TITLE[en]="Average population";
SOURCE="Tổng cục; Thống kê";
STUB="Địa phương";
HEADING="Năm","Chỉ tiêu";
VALUES("Địa phương")="Hà Nội","Huế";
CODES("Địa phương")="01","46";
VALUES("Năm")="2020","2021";
TIMEVAL("Năm")=TLIST(A1),"2020","2021";
VALUES("Chỉ tiêu")="Nam","Nữ";
UNITS("Nữ")="nghìn người";
DATA=
1 2.5 "-" ".."
5 . 7 8.25;
`
  it('cells in the order of the variables; signs for what is not there', async () => {
    const c = cube(await read('a.px', PX))
    expect([c.label, c.source, c.dimensions[1]?.role]).toEqual([
      'Dân số trung bình',
      'Tổng cục; Thống kê',
      'time',
    ])
    expect(cells(c)).toEqual({
      'Hà Nội|2020|Nam': 1,
      'Hà Nội|2020|Nữ (nghìn người)': 2.5,
      'Hà Nội|2021|Nam': 0,
      'Hà Nội|2021|Nữ (nghìn người)': null,
      'Huế|2020|Nam': 5,
      'Huế|2020|Nữ (nghìn người)': null,
      'Huế|2021|Nam': 7,
      'Huế|2021|Nữ (nghìn người)': 8.25,
    })
  })
  it('in the encoding that it names, and in the Windows code page without a name', async () => {
    const text = 'STUB="a";VALUES("a")="caf\xe9";DATA=1;'
    const c = cube(await decode(Buffer.from(text, 'latin1'), 'text/x-pcaxis', limits))
    expect(c.dimensions[0]?.categories[0]?.label).toBe('café')
    const named = `CODEPAGE="windows-1258";${text}`
    const other = cube(await decode(Buffer.from(named, 'latin1'), 'text/x-pcaxis', limits))
    expect(other.dimensions[0]?.categories[0]?.label).toBe('café')
  })
  it.each([
    ['short of cells', PX.replace('8.25;', ';'), /7 cells.*8/],
    ['cut off', PX.slice(0, 150), /cut off|missing/],
    ['not a number', PX.replace('8.25', 'abc'), /cell 8/],
    ['of an unknown encoding', PX.replace('utf-8', 'klingon'), /encoding/],
    ['sparse', PX.replace('DATA=', 'KEYS("Năm")=VALUES;\nDATA='), /KEYS/],
    ['empty', '', /DATA/],
  ])('refuses a table that is %s', async (_, text, says) => {
    await expect(read('a.px', text)).rejects.toMatchObject({
      code: 'BAD_BODY',
      detail: { problem: expect.stringMatching(says) },
    })
  })
})

describe('GeoJSON', () => {
  it('gives the properties as a table', async () => {
    const feature = (properties: unknown) => ({ type: 'Feature', geometry: null, properties })
    const file = {
      type: 'FeatureCollection',
      features: [feature({ ma: '01', so: 5 }), feature({ ma: '46', ghi: 'x' })],
    }
    const table = await read('a.geojson', JSON.stringify(file))
    expect(table).toMatchObject({
      format: 'geojson',
      kind: 'table',
      header: ['ma', 'so', 'ghi'],
      rows: [
        ['01', 5, null],
        ['46', null, 'x'],
      ],
    })
  })
})

it('what would unfold without end is refused at once', async () => {
  const features = Array.from({ length: 5_000 }, (_, i) => ({
    type: 'Feature',
    properties: { [`k${i}`]: 1 },
  }))
  const shapes = JSON.stringify({ type: 'FeatureCollection', features })
  await expect(read('a.geojson', shapes)).rejects.toMatchObject({ code: 'BAD_BODY' })
  await expect(read('a.json', `[NaN,${'"\\"'.repeat(200_000)}`)).rejects.toMatchObject({ code: 'BAD_BODY' })
  await expect(read('a.px', `TITLE=${'TLIST('.repeat(200_000)}`)).rejects.toMatchObject({ code: 'BAD_BODY' })
})

it('a multiplier moves the point and makes up no digit', () => {
  expect(scaled('0.1', '1')).toBe(1)
  expect(scaled('1.005', '3')).toBe(1005)
  expect(scaled('-12', '-2')).toBe(-0.12)
  expect(scaled('1.2E5', '3')).toBe(120_000_000)
  expect(scaled(1.5e-7, '6')).toBe(0.15)
  expect(scaled('n/a', '3')).toBe('n/a')
  expect(() => scaled('1', 'x')).toThrow()
})

const real = process.env.REAL_DATA_DIR ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data')
describe.runIf(existsSync(join(real, 'nsdp-CPIVNM.xml')))('published files', () => {
  it.each(['nsdp-CPIVNM.xml', 'nsdp-IIPVNM.xml'])(
    '%s: every figure, against a reading by pattern alone',
    async (name) => {
      const text = readFileSync(join(real, name), 'utf8')
      const c = cube(await read(name, text))
      const found = new Map(Object.entries(cells(c)).filter(([, v]) => v !== null))
      let counted = 0
      for (const [, head, body] of text.matchAll(/<Series ([^>]*)>(.*?)<\/Series>/gs)) {
        const indicator = /INDICATOR="([^"]*)"/.exec(head ?? '')?.[1]
        for (const [, time, value] of (body ?? '').matchAll(/TIME_PERIOD="([^"]*)" OBS_VALUE="([^"]*)"/g)) {
          if (value === 'NaN' || value === '') continue
          const at = [...found].find(
            ([label, v]) =>
              label.endsWith(`|${time}`) &&
              v === value &&
              (c.dimensions.length < 3 || label.includes(indicator ?? '')),
          )
          expect(at, `${indicator} ${time} ${value}`).toBeDefined()
          counted++
        }
      }
      expect(counted).toBe(found.size)
    },
  )
})
