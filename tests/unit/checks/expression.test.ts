import { describe, expect, test } from 'vitest'
import { parseExpression } from '../../../server/checks/expression.ts'
import { ExpressionError } from '../../../server/checks/language.ts'
import { shifted, yearsFrom } from '../../../server/checks/moments.ts'

const problem = (text: string): ExpressionError => {
  try {
    parseExpression(text)
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
  throw new Error(`${text} was taken`)
}

describe('an expression', () => {
  test('says which numbers it needs and works them out', () => {
    const e = parseExpression('value("A") / before("A") * 100 + value("B", "VN") - 3')
    expect(e.wants).toEqual([
      { indicator: 'A', unit: null, when: 'same' },
      { indicator: 'A', unit: null, when: 'before' },
      { indicator: 'B', unit: 'VN', when: 'same' },
    ])
    expect(e.evaluate([50, 40, 7])).toBe(129)
    expect(e.evaluate([50, null, 7])).toBeNull()
    expect(e.evaluate([50, 0, 7])).toBeNull()
  })

  test('knows sums, years ago, and a few functions', () => {
    const e = parseExpression('max(abs(sum("A") - yearAgo("A")), 1.5)')
    expect(e.wants.map((w) => w.when)).toEqual(['parts', 'same', 'yearAgo'].filter((w) => w !== 'same'))
    expect(e.evaluate([10, 12])).toBe(2)
  })

  test.each([
    'value("A") +',
    'value(A)',
    'value("A") + "x"',
    'process.exit()',
    'value("A") > 3',
    'unknown("A")',
    '[1, 2].map(x, x)',
    `${'1 + '.repeat(500)}1`,
    `${'('.repeat(200)}1${')'.repeat(200)}`,
  ])('%.40s is refused with a reason', (text) => {
    const { message, at } = problem(text)
    expect(message.length).toBeGreaterThan(3)
    expect(at).toBeGreaterThanOrEqual(0)
    expect(at).toBeLessThanOrEqual(text.length)
  })
})

test('periods before and after, and a year from one', () => {
  const some = ['2026', '2026-Q1', '2026-Q3', '2026-H1', '2026-01', '2026-11', '2026-01-01', '2026-W01']
  const before = ['2025', '2025-Q4', '2026-Q2', '2025-H2', '2025-12', '2026-10', '2025-12-31', '2025-W52']
  expect(some.map((p) => shifted(p, -1))).toEqual(before)
  expect(before.map((p) => shifted(p, 1))).toEqual(some)
  expect(yearsFrom('2026-Q3', -1)).toBe('2025-Q3')
  expect(yearsFrom('2024-02-29', -1)).toBeNull()
  expect(shifted('soon', -1)).toBeNull()
})
