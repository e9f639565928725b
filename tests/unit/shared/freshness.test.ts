import { describe, expect, it } from 'vitest'
import { calendarOf, WEEKENDS_ONLY } from '../../../shared/calendar.ts'
import { connectionStateAt, freshnessAt, type Times, withinHours } from '../../../shared/freshness.ts'

const second: Times = { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null }
const market: Times = {
  period: 'PT1M',
  graceSeconds: 60,
  expirySeconds: 600,
  hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '15:00' }],
}
const facts = { enabled: true, lastRefused: 0, lastRefusedAt: null, maintenance: null }

describe('freshness', () => {
  it('goes never, fresh, due, late, stale, each with the instant it began', () => {
    const walk = [null, 500, 1000, 6000, 60_000].map((age) =>
      age === null
        ? freshnessAt(9e9, null, second, WEEKENDS_ONLY)
        : freshnessAt(age, 0, second, WEEKENDS_ONLY),
    )
    expect(walk.map((w) => w.state)).toEqual(['never', 'fresh', 'due', 'late', 'stale'])
    expect(walk.map((w) => w.since)).toEqual([0, 0, 1000, 6000, 60_000])
  })
  it('does not age a value while its source is closed', () => {
    const friday = Date.parse('2026-11-20T14:59:30+07:00')
    const sunday = Date.parse('2026-11-22T12:00:00+07:00')
    expect(freshnessAt(sunday, friday, market, WEEKENDS_ONLY).state).toBe('fresh')
    expect(freshnessAt(Date.parse('2026-11-23T09:02:00+07:00'), friday, market, WEEKENDS_ONLY).state).toBe(
      'late',
    )
  })
})

describe('a connection', () => {
  it('is outside its hours, not lost, on a Sunday', () => {
    const lastMessageAt = Date.parse('2026-11-20T14:59:30+07:00')
    const now = Date.parse('2026-11-22T12:00:00+07:00')
    expect(connectionStateAt(now, { ...facts, lastMessageAt }, market, WEEKENDS_ONLY).state).toBe('outside')
  })
  it('is lost rather than refusing once nothing arrives', () => {
    const refusing = { ...facts, lastMessageAt: 0, lastRefused: 3, lastRefusedAt: 0 }
    expect(connectionStateAt(500, refusing, second, WEEKENDS_ONLY).state).toBe('refusing')
    expect(connectionStateAt(61_000, refusing, second, WEEKENDS_ONLY).state).toBe('lost')
  })
  it('whose last will came is lost until it speaks again', () => {
    const willed = { ...facts, lastMessageAt: 1_000, goneAt: 1_500 }
    expect(connectionStateAt(1_600, willed, second, WEEKENDS_ONLY)).toMatchObject({
      state: 'lost',
      since: 1_500,
    })
    expect(connectionStateAt(1_600, { ...willed, lastMessageAt: 1_550 }, second, WEEKENDS_ONLY).state).toBe(
      'up',
    )
  })
  it('in announced maintenance is neither late nor lost until the announced end', () => {
    const kept = { ...facts, lastMessageAt: 0, maintenance: { from: 0, to: 3_600_000 } }
    expect(connectionStateAt(1_000_000, kept, second, WEEKENDS_ONLY).state).toBe('maintenance')
    expect(connectionStateAt(3_600_000, kept, second, WEEKENDS_ONLY).state).toBe('lost')
  })
})

describe('a connection with a deadline', () => {
  const monthly: Times = {
    ...{ period: 'P1M', graceSeconds: 0, expirySeconds: 90 * 86_400, hours: null },
    deadline: { days: 5, working: false, at: '17:00' },
    cutoff: 'm15',
  }
  const at = (text: string) => Date.parse(`${text}+07:00`)
  const state = (now: string, lastMessageAt: string) =>
    connectionStateAt(at(now), { ...facts, lastMessageAt: at(lastMessageAt) }, monthly, WEEKENDS_ONLY).state

  it('is late when the period after its last message has ended and its deadline has passed', () => {
    // Sent on the 12th it still spoke of the month before: the month to the 14th is due by the 19th.
    expect(state('2026-11-14T23:59:59', '2026-11-12T09:00:00')).toBe('up')
    expect(state('2026-11-15T00:00:00', '2026-11-12T09:00:00')).toBe('due')
    expect(state('2026-11-19T16:59:59', '2026-11-12T09:00:00')).toBe('due')
    expect(state('2026-11-19T17:00:00', '2026-11-12T09:00:00')).toBe('late')
    // Sent on the 16th, the next is that of the month to 14 December, whose fifth day is a Saturday.
    expect(state('2026-12-14T23:00:00', '2026-11-16T09:00:00')).toBe('up')
    expect(state('2026-12-21T16:59:59', '2026-11-16T09:00:00')).toBe('due')
    expect(state('2026-12-21T17:00:00', '2026-11-16T09:00:00')).toBe('late')
  })
})

it('hours closed on holidays are closed on those only', () => {
  const tuesday = Date.parse('2026-09-01T10:00:00+07:00')
  const holiday = calendarOf({ holidays: ['2026-09-01'], working: [] })
  const closed = (market.hours ?? []).map((h) => ({ ...h, holidays: 'closed' as const }))
  expect(withinHours(tuesday, closed, WEEKENDS_ONLY)).toBe(true)
  expect(withinHours(tuesday, closed, holiday)).toBe(false)
  expect(withinHours(tuesday, market.hours, holiday)).toBe(true)
})
