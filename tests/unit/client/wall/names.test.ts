import { describe, expect, it } from 'vitest'
import { nameOf, sourceOf, unitOf } from '../../../../client/pages/wall/names.ts'
import { meta } from './meta.ts'

describe('the name of a number', () => {
  it('is its short name for the nation, and says the place for anything else', () => {
    const short = { vi: 'Mực nước hồ', en: 'Reservoir level' }
    expect(nameOf(meta(1, { short }), 'vi')).toBe('Mực nước hồ')
    const lake = { short, unitKind: 'reservoir', unitName: { vi: 'Hồ Hòa Bình', en: 'Hoa Binh' } }
    expect(nameOf(meta(1, lake), 'vi')).toBe('Hồ Hòa Bình: mực nước hồ')
    expect(nameOf(meta(1, lake), 'en')).toBe('Hoa Binh: reservoir level')
  })
  it('keeps initials as they are written', () => {
    const place = { unitKind: 'province', unitName: { vi: 'Quảng Ninh', en: 'Quảng Ninh' } }
    const gdp = { ...place, short: { vi: 'GRDP', en: 'GRDP' } }
    expect(nameOf(meta(1, gdp), 'vi')).toBe('Quảng Ninh: GRDP')
    const bed = { ...place, short: { vi: 'Đất ở', en: 'Housing land' } }
    expect(nameOf(meta(1, bed), 'vi')).toBe('Quảng Ninh: đất ở')
  })
  it('does not break before a figure that belongs to the word', () => {
    const short = { vi: 'Ca COVID-19 mới', en: 'New COVID-19 cases' }
    expect(nameOf(meta(1, { short }), 'vi')).toBe('Ca COVID-\u206019 mới')
  })
})

describe('who says it', () => {
  const source = { vi: 'Bộ Công Thương', en: 'Ministry of Industry and Trade' }
  it('is a corporation by its letters, anyone else by name', () => {
    expect(sourceOf(meta(1, { owner: 'EVN', source }), 'vi')).toBe('EVN')
    expect(sourceOf(meta(1, { owner: 'G12', source }), 'vi')).toBe('Bộ Công Thương')
    expect(sourceOf(meta(1, { owner: 'UBND', source }), 'en')).toBe('Ministry of Industry and Trade')
  })
  it('is the owner itself while nobody supplies it', () => {
    expect(sourceOf(meta(1, { owner: 'G12' }), 'vi')).toBe('G12')
  })
})

it('a unit of measure is written in the reader’s language', () => {
  const symbol = { vi: 'tỷ đồng', en: 'bn VND' }
  expect(unitOf(meta(1, { symbol }), 'vi')).toBe('tỷ đồng')
  expect(unitOf(meta(1, { symbol }), 'en')).toBe('bn VND')
})
