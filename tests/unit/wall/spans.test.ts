import { describe, expect, it } from 'vitest'
import { joined, spansOf } from '../../../server/wall/spans.ts'

const M = 600_000
const END = M + 60_000
const at = (...times: number[]) => times.map((t) => ({ at: M + t }))
const shape = (reports: { at: number }[], until = END) =>
  spansOf(reports, M, until).map((s) => [s.from - M, s.until - M, s.report && s.report.at - M])

describe('what a minute is told by', () => {
  it('is the report from before it until the next, each in its turn', () => {
    expect(shape(at(-20_000, 10_000, 40_000))).toEqual([
      [0, 10_000, -20_000],
      [10_000, 40_000, 10_000],
      [40_000, 60_000, 40_000],
    ])
  })
  it('is not known where the screen was silent for longer than 90 s', () => {
    expect(shape(at(-80_000, 30_000))).toEqual([
      [0, 10_000, -80_000],
      [10_000, 30_000, null],
      [30_000, 60_000, 30_000],
    ])
    expect(shape(at(-90_000))).toEqual([[0, 60_000, null]])
    expect(shape([])).toEqual([[0, 60_000, null]])
  })
  it('ends at the present, and of two reports at one instant the later holds', () => {
    expect(shape(at(-1_000), M + 5_000)).toEqual([[0, 5_000, -1_000]])
    expect(shape(at(-1_000), M)).toEqual([])
    const [first, second] = at(-1_000, -1_000)
    expect(spansOf([first!, second!], M, END)[0]?.report).toBe(second)
  })
  it('is told once where neighbours say the same', () => {
    const spans = [1, 1, 2, null, null, 2].map((report, n) => ({ from: n, until: n + 1, report }))
    expect(joined(spans, (a, b) => a === b)).toEqual([
      { from: 0, until: 2, report: 1 },
      { from: 2, until: 3, report: 2 },
      { from: 3, until: 5, report: null },
      { from: 5, until: 6, report: 2 },
    ])
  })
})
