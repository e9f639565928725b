import { describe, expect, it } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { decode, typeOfFile } from '../../../server/intake/decode/index.ts'
import { Percent } from '../../../server/intake/decode/numerals.ts'
import { percentStyles } from '../../../server/intake/decode/percent-cells.ts'
import { validate } from '../../../server/intake/validate.ts'
import { connection, smallCatalogue } from '../../fixtures/intake/catalogue.ts'

const limits = { bytes: 1 << 20, rows: 100 }
const share = (value: number, format = '0.0%') => ({ value, type: Number, format })

describe('a percentage in a workbook', () => {
  it('is taken as it is shown, whatever the share behind it; a plain number stays itself', async () => {
    const sheet = await writeXlsx([
      ['indicator', 'unit', 'period', 'value'],
      ['GDP', 'VN', '2025-Q1', share(0.065)],
      ['GDP', 'VN', '2025-Q2', 0.065],
      ['GDP', 'VN', '2025-Q3', share(0.071, '0.0"%"')],
      ['GDP', 'VN', '2025-Q4', share(1.234, '0%')],
    ]).toBuffer()
    const found = await decode(Buffer.from(sheet), typeOfFile('a.xlsx'), limits)
    if (found.kind !== 'rows') throw new Error(found.kind)
    const values = found.rows.map((r) => r.fields?.value)
    expect(values.map((v) => (v instanceof Percent ? v.text : v))).toEqual(['6.5%', 0.065, 0.071, '123.4%'])
    expect(found.rows[0]?.content).toBe('GDP,VN,2025-Q1,6.5%')
  })
  it('is refused where the indicator is not measured in percent', () => {
    const now = smallCatalogue()
    const all = connection([{ indicator: 'LOAD' }, { indicator: 'GDP' }])
    const row = (indicator: string, more: object) => ({
      row: 1,
      fields: { indicator, unit: 'VN', value: new Percent(0.065), ...more },
      content: '',
    })
    const at = { at: '2026-11-23T02:59:59Z' }
    const judged = (...args: Parameters<typeof row>) =>
      validate([row(...args)], all, now, Date.UTC(2026, 10, 23, 3))
    expect(judged('GDP', { period: '2025-Q1' }).rows.map((r) => r.value)).toEqual([6.5])
    expect(judged('LOAD', at).refused).toMatchObject([
      { code: 'PERCENT_CELL', detail: { value: '6.5%', expected: 'MW' } },
    ])
  })
  it('is known by the format of its cell', () => {
    const styles = `<x:styleSheet><x:numFmts count="2"><x:numFmt numFmtId="170" formatCode="#,##0.0\\ %"/>
      <x:numFmt numFmtId="171" formatCode="0&quot;%&quot;"/></x:numFmts>
      <x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="9"/><x:xf numFmtId="170"/><x:xf numFmtId="171"/></x:cellXfs></x:styleSheet>`
    expect([...percentStyles(styles)]).toEqual(['1', '2'])
  })
})
