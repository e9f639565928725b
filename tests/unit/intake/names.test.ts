import { describe, expect, it } from 'vitest'
import { fitPeriod, readPeriod } from '../../../server/intake/files/period.ts'
import { UnitNames } from '../../../server/intake/files/units.ts'
import { unitKey } from '../../../server/intake/names.ts'
import { smallCatalogue } from '../../fixtures/intake/catalogue.ts'

describe('unit names', () => {
  it('are the same with or without marks, kind, spaces and in old spellings', () => {
    for (const [a, b] of [
      ['Thai  Nguyen', 'Tỉnh Thái Nguyên'],
      ['Ho Chi Minh city', 'TP. Hồ Chí Minh'],
      ['Đắc Lắc', 'Đắk Lắk'],
      ['Daklak', 'Dak Lak'],
      ['Thua Thien-Hue', 'Thừa Thiên - Huế'],
      [' WHOLE COUNTRY', 'CẢ NƯỚC'],
      ['Red River Delta', 'Vùng Đồng bằng sông Hồng'],
      ['Bac Can', 'Bắc Kạn'],
    ])
      expect(unitKey(a!)).toBe(unitKey(b!))
    expect(unitKey('Hà Nam')).not.toBe(unitKey('Hà Nội'))
  })
  it('are found among the units in force on the day', () => {
    const names = new UnitNames(smallCatalogue())
    expect(names.find('Ha Giang', '2024-12-31')?.id).toBe(3)
    expect(names.find('Ha Giang', '2025-12-31')).toBeUndefined()
    expect(names.find('Tuyen Quang', '2024-12-31')?.id).toBe(4)
    expect(names.find('Tuyen Quang', '2025-12-31')?.id).toBe(5)
    expect(names.find(' WHOLE COUNTRY', '2024-12-31')?.code).toBe('VN')
    expect(names.find('08', '2025-12-31')?.id).toBe(5)
  })
})

describe('readPeriod', () => {
  it('reads periods as tables print them', () => {
    const cases: [string, string][] = [
      ['2013Q4', '2013-Q4'],
      ['2013-Q4', '2013-Q4'],
      ['Q4/2013', '2013-Q4'],
      ['Quý IV/2013', '2013-Q4'],
      ['Quý 2 năm 2013', '2013-Q2'],
      ['2011', '2011'],
      ['Năm 2011', '2011'],
      ['2013M10', '2013-10'],
      ['2013-10', '2013-10'],
      ['10/2013', '2013-10'],
      ['Tháng 3/2013', '2013-03'],
      ['2013-10-05', '2013-10-05'],
      ['05/10/2013', '2013-10-05'],
    ]
    for (const [label, period] of cases) expect([label, readPeriod(label)?.period]).toEqual([label, period])
    for (const label of ['', 'Total', '12345', '2013-13', '0.08', '1e3']) expect(readPeriod(label)).toBeNull()
  })
  it('knows a first estimate by its label', () => {
    expect(readPeriod('Sơ bộ 2024')).toEqual({ kind: 'yearly', period: '2024', provisional: true })
    expect(readPeriod('Prel. 2024')).toEqual({ kind: 'yearly', period: '2024', provisional: true })
  })
  it('takes a first day for the period it begins', () => {
    const day = (label: string) => readPeriod(label)!
    expect(fitPeriod(day('2013-10-01'), 'monthly')).toBe('2013-10')
    expect(fitPeriod(day('2013-10-01'), 'quarterly')).toBe('2013-Q4')
    expect(fitPeriod(day('2013-10-01'), 'daily')).toBe('2013-10-01')
    expect(fitPeriod(day('2013-10-02'), 'monthly')).toBe('2013-10-02')
  })
})
