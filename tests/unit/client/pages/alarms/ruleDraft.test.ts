import { describe, expect, it } from 'vitest'
import { draftOf, NEW_RULE, type RuleDraft, ruleOf } from '../../../../../client/pages/alarms/ruleDraft.ts'
import { figureText } from '../../../../../client/pages/alarms/ruleFigures.ts'

const draft = (more: Partial<RuleDraft>): RuleDraft => ({
  ...{ ...NEW_RULE, vi: 'Tải cao', en: 'High load', indicator: 'KTN-02', value: '50000' },
  ...more,
})
const bound = (more: Partial<RuleDraft>) => ruleOf(draft(more)).rule?.condition

describe('the figures of a rule', () => {
  it('are read as people type them, in Vietnamese and in English', () => {
    for (const value of ['50000', '50 000', '50.000,0', '50,000.0'])
      expect(bound({ value })).toMatchObject({ value: 50_000 })
    expect(bound({ value: '49,95', deadband: '0.5' })).toMatchObject({ value: 49.95, deadband: 0.5 })
    expect(bound({ value: '95 %' })).toMatchObject({ value: 95 })
  })

  it('with two readings are asked, and never guessed', () => {
    expect(ruleOf(draft({ value: '50.000' }))).toEqual({
      rule: null,
      unclear: [{ field: 'value', text: '50.000', kind: 'ask', readings: [50_000, 50] }],
    })
    for (const field of ['deadband', 'hold', 'clear'] as const)
      expect(ruleOf(draft({ [field]: '1.200' }))).toMatchObject({ rule: null, unclear: [{ field }] })
    expect(ruleOf(draft({ kind: 'change', window: '3.600' })).unclear).toMatchObject([{ field: 'window' }])
  })

  it('that are no numbers are named, and what is only missing is not', () => {
    expect(ruleOf(draft({ value: '5o' })).unclear).toMatchObject([{ field: 'value', kind: 'wrong' }])
    expect(ruleOf(draft({ value: '' }))).toEqual({ rule: null, unclear: [] })
  })

  it('of a field that is not shown do not count', () => {
    expect(bound({ high: '60.000' })).not.toHaveProperty('high')
    expect(bound({ comparator: 'outside', high: '60000' })).toMatchObject({ high: 60_000 })
  })
})

describe('bounds of single units', () => {
  const lines = (perUnit: string, more: Partial<RuleDraft> = {}) => ruleOf(draft({ perUnit, ...more }))

  it('are read one a line', () => {
    expect(lines('22 120\n\n 46;90,5 ').rule?.condition).toMatchObject({
      perUnit: [
        { unit: '22', value: 120 },
        { unit: '46', value: 90.5 },
      ],
    })
    expect(lines('22 10 120', { comparator: 'outside', high: '99' }).rule?.condition).toMatchObject({
      perUnit: [{ unit: '22', value: 10, high: 120 }],
    })
  })

  it('that are not whole hold the rule up, and the line is named', () => {
    for (const text of ['22', '22 50 000', '22 1 2 3'])
      expect(lines(`46 90\n${text}`)).toEqual({
        rule: null,
        unclear: [{ field: 'perUnit', text, kind: 'line' }],
      })
    expect(lines('22 12o')).toMatchObject({ rule: null, unclear: [{ field: 'perUnit', text: '12o' }] })
    expect(lines('22 1.200')).toMatchObject({ rule: null, unclear: [{ kind: 'ask', text: '1.200' }] })
  })
})

it('a rule that is opened is the rule that was saved, whatever its figures', () => {
  for (const value of [50_000, 12.345, 0.125, -1.5, 1e-7, 1_234.567]) {
    const { rule } = ruleOf(draft({ value: figureText(value), perUnit: `22 ${figureText(value)}` }))
    expect(rule?.condition).toMatchObject({ value, perUnit: [{ unit: '22', value }] })
    expect(rule && ruleOf(draftOf(rule))).toEqual({ rule, unclear: [] })
  }
})
