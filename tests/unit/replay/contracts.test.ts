import { describe, expect, it } from 'vitest'
import { Contracts } from '../../../server/replay/contracts.ts'

const times = (period: string) => ({ period, graceSeconds: 1, expirySeconds: 10, hours: null })
const contracts = new Contracts([
  { connection: 'A', from: 100, times: times('PT1S') },
  { connection: 'A', from: 200, times: times('PT1M') },
  { connection: 'B', from: 150, times: times('P1D') },
])

describe('contracts in their time', () => {
  it('holds from the day it was made, the first also before', () => {
    expect(contracts.at('A', 50)?.period).toBe('PT1S')
    expect(contracts.at('A', 199)?.period).toBe('PT1S')
    expect(contracts.at('A', 200)?.period).toBe('PT1M')
    expect(contracts.at('B', 150)?.period).toBe('P1D')
    expect(contracts.at('C', 150)).toBeNull()
    expect(contracts.at(null, 150)).toBeNull()
  })
  it('names what changed in a stretch and when the next changes', () => {
    expect(contracts.changed(100, 199)).toEqual([])
    expect(contracts.changed(199, 200)).toEqual(['A'])
    expect(contracts.next(0)).toBe(200)
    expect(contracts.next(200)).toBe(Number.POSITIVE_INFINITY)
  })
})
