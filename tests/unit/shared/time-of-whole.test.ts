import { describe, expect, it } from 'vitest'
import { ofOneTime, timeShown } from '../../../shared/time-of-whole.ts'

const [Q2, Q3] = [200, 300]
const times = (ahead: number) => Array.from({ length: 34 }, (_, i) => (i < ahead ? Q3 : Q2))

describe('the time that numbers of many units are shown for', () => {
  it('is the one most have until nearly all have the next', () => {
    expect(timeShown('quarterly', times(1), 34)).toBe(Q2)
    expect(timeShown('quarterly', times(16), 34)).toBe(Q2)
    expect(timeShown('quarterly', times(18), 34)).toBe(Q3)
    expect(timeShown('quarterly', times(34), 34)).toBe(Q3)
    expect(timeShown('quarterly', [], 34)).toBeNull()
  })
  it('of this moment is any: such numbers are never of one instant', () => {
    expect(timeShown('realtime', times(1), 34)).toBeNull()
  })
  it('leaves the others out of an order', () => {
    const rows = times(1).map((validTo, i) => ({ unit: `${i}`, value: i, validTo }))
    expect(ofOneTime(rows, 'quarterly').map((r) => r.validTo)).toEqual(Array(33).fill(Q2))
    expect(ofOneTime(rows, 'realtime')).toHaveLength(34)
  })
})
