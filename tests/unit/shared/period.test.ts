import { describe, expect, it } from 'vitest'
import { addDuration, parsePeriod, periodText } from '../../../shared/period.ts'

const iso = (ms: number) => new Date(ms).toISOString()

describe('a period', () => {
  it('is a calendar interval in Viet Nam time', () => {
    const q = parsePeriod('2026-Q3')
    expect(q && [iso(q.from), iso(q.to)]).toEqual(['2026-06-30T17:00:00.000Z', '2026-09-30T17:00:00.000Z'])
  })
  it('of a regime runs from the 15th of the month before to the 14th', () => {
    const m = parsePeriod('2026-10', 'm15')
    expect(m && [iso(m.from), iso(m.to)]).toEqual(['2026-09-14T17:00:00.000Z', '2026-10-14T17:00:00.000Z'])
    const y = parsePeriod('2026', 'm15')
    expect(y && [iso(y.from), iso(y.to)]).toEqual(['2025-12-14T17:00:00.000Z', '2026-12-14T17:00:00.000Z'])
  })
  it.each(['2026', '2026-H2', '2026-Q1', '2026-02', '2026-W01', '2026-W53', '2024-02-29', '2026-12-31'])(
    '%s reads back as itself, by either cut-off',
    (text) => {
      for (const cutoff of ['calendar', 'm15'] as const) {
        const p = parsePeriod(text, cutoff)
        expect(p && periodText(p, cutoff)).toBe(text)
      }
    },
  )
  it.each([
    '2026-13',
    '2026-Q5',
    '2025-W53',
    '2026-02-30',
    '26',
    '2026-1',
    '',
    '2026-00',
    '9999',
    '2026-W00',
  ])('%s is refused', (text) => expect(parsePeriod(text)).toBeNull())
  it('adds months by the calendar', () => {
    expect(iso(addDuration(Date.parse('2026-01-30T17:00:00Z'), 'P1M'))).toBe('2026-02-27T17:00:00.000Z')
  })
})
