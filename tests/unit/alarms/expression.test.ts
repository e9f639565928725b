import { describe, expect, it } from 'vitest'
import { parseCondition } from '../../../server/alarms/evaluate/expression.ts'

/** A Monday, 08:30 in Viet Nam. */
const MONDAY = Date.UTC(2026, 10, 30, 1, 30)
const of = (text: string, ...numbers: (number | null)[]) =>
  parseCondition(text).judge({
    ...{ at: MONDAY, unit: '22' },
    numbers: numbers.map((value) => (value === null ? null : { value, at: MONDAY - 90_000 })),
  })

describe('a condition in words of its own', () => {
  it('stands between its two bounds, where it was', () => {
    const text = 'value("A") > (active ? 90.0 : 100.0)'
    expect([101, 95, 90].map((v) => of(text, v))).toEqual(['on', 'between', 'off'])
  })
  it('says nothing where a number is missing that it needs, and only there', () => {
    expect(of('value("A") > 1 && value("B") > 1', 2, null)).toBe('unknown')
    expect(of('value("A") > 1 || value("B") > 1', 2, null)).toBe('on')
    expect(of('value("A") > 1', Number.NaN)).toBe('unknown')
  })
  it('knows the unit, the age of a number, the hour and the day in Viet Nam', () => {
    expect(of('value("A") > 0 && unit == "22" && hour == 8 && weekday == 1', 1)).toBe('on')
    expect(of('age("A") >= 90.0', 1)).toBe('on')
    expect([parseCondition('value("A") > 1').restless, parseCondition('age("A") > 1').restless]).toEqual([
      false,
      true,
    ])
  })
  it('names each number once, with the unit that it asks for', () => {
    expect(parseCondition('value("A") + value("A", "VN") + age("A") > 1').wants).toEqual([
      { indicator: 'A', unit: null },
      { indicator: 'A', unit: 'VN' },
    ])
  })
})
