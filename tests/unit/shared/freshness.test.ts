import { describe, expect, it } from 'vitest'
import { type ContractTimes, connectionStateAt, freshnessAt } from '../../../shared/freshness.ts'

const second: ContractTimes = { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null }
const market: ContractTimes = {
  period: 'PT1M',
  graceSeconds: 60,
  expirySeconds: 600,
  hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '15:00' }],
}
const facts = { enabled: true, lastRefused: 0, lastRefusedAt: null, maintenance: null }

describe('freshness', () => {
  it('goes never, fresh, due, late, stale, each with the instant it began', () => {
    const walk = [null, 500, 1000, 6000, 60_000].map((age) =>
      age === null ? freshnessAt(9e9, null, second) : freshnessAt(age, 0, second),
    )
    expect(walk.map((w) => w.state)).toEqual(['never', 'fresh', 'due', 'late', 'stale'])
    expect(walk.map((w) => w.since)).toEqual([0, 0, 1000, 6000, 60_000])
  })
  it('does not age a value while its source is closed', () => {
    const friday = Date.parse('2026-11-20T14:59:30+07:00')
    const sunday = Date.parse('2026-11-22T12:00:00+07:00')
    expect(freshnessAt(sunday, friday, market).state).toBe('fresh')
    expect(freshnessAt(Date.parse('2026-11-23T09:02:00+07:00'), friday, market).state).toBe('late')
  })
})

describe('a connection', () => {
  it('is outside its hours, not lost, on a Sunday', () => {
    const lastMessageAt = Date.parse('2026-11-20T14:59:30+07:00')
    const now = Date.parse('2026-11-22T12:00:00+07:00')
    expect(connectionStateAt(now, { ...facts, lastMessageAt }, market).state).toBe('outside')
  })
  it('is lost rather than refusing once nothing arrives', () => {
    const refusing = { ...facts, lastMessageAt: 0, lastRefused: 3, lastRefusedAt: 0 }
    expect(connectionStateAt(500, refusing, second).state).toBe('refusing')
    expect(connectionStateAt(61_000, refusing, second).state).toBe('lost')
  })
  it('in announced maintenance is neither late nor lost until the announced end', () => {
    const kept = { ...facts, lastMessageAt: 0, maintenance: { from: 0, to: 3_600_000 } }
    expect(connectionStateAt(1_000_000, kept, second).state).toBe('maintenance')
    expect(connectionStateAt(3_600_000, kept, second).state).toBe('lost')
  })
})
