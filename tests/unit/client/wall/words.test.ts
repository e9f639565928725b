import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Cell } from '../../../../shared/frame/cell.ts'
import type { TargetMeta } from '../../../../shared/live.ts'
import { meta } from './meta.ts'

// The page's own parts ask the browser for its address and memory as they load; here is none.
vi.stubGlobal('location', new URL('http://wall.test/wall'))
vi.stubGlobal('localStorage', { getItem: () => null })
vi.stubGlobal('document', {
  addEventListener: () => {},
  documentElement: { classList: { toggle: () => false }, dataset: { world: 'real' } },
})
const { asOf, changeText, stateOf, stateWord } = await import('../../../../client/pages/wall/words.ts')
const { default: words } = await import('../../../../client/i18n/vi/wall.json')
afterAll(() => vi.unstubAllGlobals())

const NOW = Date.parse('2026-11-23T07:32:05Z')
const zoned = (text: string) => Date.parse(`${text}T00:00:00+07:00`)
const cell = (more: Partial<Cell> = {}): Cell => ({
  index: 0,
  value: 90,
  validFrom: zoned('2026-10-01'),
  validTo: zoned('2026-11-01'),
  recordedAt: NOW,
  flags: 0,
  freshness: 'fresh',
  since: NOW,
  revision: 1,
  parts: 0,
  partsOf: 0,
  ...more,
})
const fresh = { state: 'fresh', since: NOW } as const
const aim = (period: string): TargetMeta => ({
  comparator: '>=',
  value: 95,
  valueHigh: null,
  period,
  source: '',
  simulated: false,
})

describe('the state shown first', () => {
  it('is an old number before a bad one, a bad one before an ordinary one', () => {
    const bad = meta(1, { target: aim('') })
    expect(stateOf(cell(), { state: 'stale', since: NOW }, bad)).toEqual({ mark: 'stale', rule: null })
    expect(stateOf(cell(), { state: 'late', since: NOW }, bad)).toEqual({ mark: 'late', rule: 'amber' })
    expect(stateOf(cell(), fresh, bad)).toEqual({ mark: 'below', rule: 'amber' })
    expect(stateOf(cell({ value: 95 }), fresh, bad)).toEqual({ mark: 'fresh', rule: null })
    expect(stateOf(cell(), fresh, meta(1))).toEqual({ mark: 'fresh', rule: null })
  })
  it('judges by an aim of the same time only: a year is not missed in October', () => {
    expect(stateOf(cell(), fresh, meta(1, { target: aim('2026') })).mark).toBe('fresh')
    expect(stateOf(cell(), fresh, meta(1, { target: aim('2026-10') })).mark).toBe('below')
    expect(stateOf(cell({ value: Number.NaN }), fresh, meta(1, { target: aim('') })).mark).toBe('fresh')
  })
})

describe('the word of a state', () => {
  it('says how long: late since its time ran out, old since what it is about', () => {
    const late = { state: 'late', since: NOW - 4 * 60_000 } as const
    expect(stateWord('late', cell(), late, NOW, 'vi')).toBe('Chậm 4 phút')
    expect(stateWord('late', cell(), late, NOW + 60_000, 'vi')).toBe('Chậm 5 phút')
    expect(stateWord('late', cell(), { state: 'late', since: NOW }, NOW, 'vi')).toBe('Chậm')
    const old = cell({ validTo: NOW - 2 * 86_400_000 })
    expect(stateWord('stale', old, { state: 'stale', since: NOW }, NOW, 'vi')).toBe('Cũ 2 ngày')
    expect(stateWord('below', cell(), fresh, NOW, 'en')).toBe('Off target')
  })
})

describe('the time of a value', () => {
  it('is a period by name, an instant by the clock', () => {
    expect(asOf(cell(), meta(1), NOW, 'vi')).toBe('tháng 10/2026')
    const instant = cell({ validFrom: NOW - 1_000, validTo: NOW - 1_000 })
    expect(asOf(instant, meta(1, { period: 'realtime' }), NOW, 'vi')).toBe('14:32:04')
  })
})

describe('a change in words', () => {
  const text = (value: number, kind: 'percent' | 'points') => {
    const look = (key: string) =>
      key.split('.').reduce<unknown>((at, part) => Reflect.get(Object(at), part), words)
    // Only the look-up of words is used of the translation function.
    return changeText({ value, kind, by: 'year' }, look as Parameters<typeof changeText>[1], 'vi')
  }
  it('has as many decimals as it needs, and says against what', () => {
    expect(text(7.36, 'percent')).toEqual({ value: '+7,4%', by: 'so với cùng kỳ' })
    expect(text(-0.8, 'points')).toEqual({ value: '\u22120,8 điểm %', by: 'so với cùng kỳ' })
    expect(text(0.04, 'percent').value).toBe('+0,04%')
    expect(text(1234.4, 'percent').value).toBe('+1.234%')
    expect(text(0, 'percent').value).toBe('0,0%')
  })
})
