import { describe, expect, it } from 'vitest'
import { Ages } from '../../../server/trust/ages.ts'
import { Timers } from '../../../server/trust/timers.ts'
import { type StateChange, Watch } from '../../../server/trust/watch.ts'
import { calendarOf, WEEKENDS_ONLY } from '../../../shared/calendar.ts'
import type { Times } from '../../../shared/freshness.ts'

const T = Date.UTC(2026, 10, 23, 3) // Monday 10:00 in Viet Nam
const MINUTE = 60_000
const times: Times = { period: 'PT1M', graceSeconds: 60, expirySeconds: 600, hours: null }

/** The clock is ours: time passes only from timer to timer. */
function run(next: () => number, pass: (now: number) => void, until: number): number {
  let woken = 0
  for (let at = next(); at <= until; at = next()) {
    pass(at)
    if (++woken > 1_000) throw new Error('the timers do not move on')
  }
  return woken
}

describe('freshness by the clock alone', () => {
  it('goes fresh, due, late, stale at the contract’s instants and a new value makes it fresh again', () => {
    const seen: string[] = []
    const ages = new Ages(
      () => times,
      () => WEEKENDS_ONLY,
      (_, from, to) => seen.push(`${from}>${to}`),
    )
    expect(ages.of(5)).toEqual({ state: 'never', since: 0 })
    ages.record(5, T, T)
    run(
      () => ages.next(),
      (now) => ages.pass(now),
      T + 60 * MINUTE,
    )
    expect(seen).toEqual(['never>fresh', 'fresh>due', 'due>late', 'late>stale'])
    expect(ages.of(5)).toEqual({ state: 'stale', since: T + 10 * MINUTE })
    expect(ages.record(5, T + 61 * MINUTE, T + 61 * MINUTE)).toBe(true)
    expect(ages.of(5).state).toBe('fresh')
  })

  it('touches only what changes: a thousand series that stay fresh are not looked at', () => {
    const ages = new Ages(
      (s) => (s === 7 ? times : { ...times, period: 'P1Y' }),
      () => WEEKENDS_ONLY,
      () => {},
    )
    for (let s = 1; s <= 1_000; s++) ages.record(s, T, T)
    expect(ages.pass(T + 62_000)).toEqual([7])
    expect(ages.of(7).state).toBe('due')
    expect(ages.of(8).state).toBe('fresh')
  })

  it('a month’s number is due when the next month has ended and late after its deadline, holidays looked past', () => {
    // Ten working days after 14 January 2026: the Lunar New Year holds from 16 to 20 February.
    const tet = calendarOf({
      holidays: ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'],
      working: [],
    })
    let calendar = WEEKENDS_ONLY
    const monthly: Times = {
      ...{ period: 'P1M', graceSeconds: 3_600, expirySeconds: 90 * 86_400, hours: null },
      deadline: { days: 5, working: true, at: '17:00' },
    }
    const ages = new Ages(
      () => monthly,
      () => calendar,
      () => {},
    )
    const end = Date.parse('2026-01-15T00:00:00+07:00')
    ages.record(3, end, end)
    expect(ages.next()).toBe(Date.parse('2026-02-15T00:00:02+07:00'))
    ages.pass(ages.next())
    expect(ages.of(3)).toEqual({ state: 'due', since: Date.parse('2026-02-15T00:00:00+07:00') })
    expect(ages.next()).toBe(Date.parse('2026-02-20T18:00:00+07:00'))
    calendar = tet
    ages.evaluate(3, ages.next())
    expect(ages.of(3).state).toBe('due')
    expect(ages.next()).toBe(Date.parse('2026-02-27T18:00:00+07:00'))
    ages.pass(ages.next())
    expect(ages.of(3)).toEqual({ state: 'late', since: Date.parse('2026-02-27T18:00:00+07:00') })
  })

  it('a feed a moment behind its beat is not yet due', () => {
    const ages = new Ages(
      () => times,
      () => WEEKENDS_ONLY,
      () => {},
    )
    ages.record(1, T, T)
    ages.pass(T + MINUTE + 1_000)
    expect(ages.of(1).state).toBe('fresh')
    ages.pass(T + MINUTE + 2_000)
    expect(ages.of(1)).toEqual({ state: 'due', since: T + MINUTE })
  })

  it('after a start long after the last value it is at once as old as it is', () => {
    const ages = new Ages(
      () => times,
      () => WEEKENDS_ONLY,
      () => {},
    )
    ages.record(1, T - 60 * MINUTE, T)
    expect(ages.of(1)).toEqual({ state: 'stale', since: T - 50 * MINUTE })
  })
})

describe('a connection’s state by the clock', () => {
  const what = { id: 'A', enabled: true, maintenance: null, times }
  const watching = () => {
    const changes: StateChange[] = []
    const watch = new Watch(
      () => WEEKENDS_ONLY,
      (c) => changes.push(c),
    )
    return { watch, told: () => changes.map((c) => c.state), changes }
  }

  it('is up, due, late, lost without a word, and up again at the next message', () => {
    const { watch, told, changes } = watching()
    watch.put(what, T)
    watch.message('A', T, 1, 0, T)
    run(
      () => watch.next(),
      (now) => watch.pass(now),
      T + 60 * MINUTE,
    )
    watch.message('A', T + 61 * MINUTE, 1, 0, T + 61 * MINUTE)
    expect(told()).toEqual(['never', 'up', 'due', 'late', 'lost', 'up'])
    expect(changes.find((c) => c.state === 'late')).toMatchObject({ since: T + 2 * MINUTE, previous: 'due' })
    expect(changes.find((c) => c.state === 'lost')).toMatchObject({ since: T + 10 * MINUTE })
  })

  it('refuses rows until a message comes without any', () => {
    const { watch } = watching()
    watch.put(what, T)
    watch.message('A', T, 5, 2, T)
    expect(watch.of('A')).toMatchObject({ state: 'refusing', since: T })
    watch.message('A', T + 1_000, 0, 0, T + 1_000) // an empty message says nothing about rows
    expect(watch.of('A')?.state).toBe('refusing')
    watch.message('A', T + 2_000, 5, 0, T + 2_000)
    expect(watch.of('A')?.state).toBe('up')
  })

  it('is in maintenance between its hours and no longer', () => {
    const { watch } = watching()
    watch.put({ ...what, maintenance: { from: T + MINUTE, to: T + 30 * MINUTE } }, T)
    watch.message('A', T, 1, 0, T)
    watch.sweep(T + 5 * MINUTE)
    expect(watch.of('A')).toMatchObject({ state: 'maintenance', since: T + MINUTE })
    watch.pass(T + 31 * MINUTE)
    expect(watch.of('A')?.state).toBe('lost')
  })

  it('is outside its hours in the evening, not late, and due in the morning', () => {
    const { watch } = watching()
    const hours = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '15:00' }]
    watch.put({ ...what, times: { ...times, hours } }, T)
    const closing = T + 5 * 60 * MINUTE - 10_000 // 14:59:50
    watch.message('A', closing, 1, 0, closing)
    watch.sweep(T + 8 * 60 * MINUTE)
    expect(watch.of('A')?.state).toBe('outside')
    watch.sweep(T + 23 * 60 * MINUTE + 70_000) // Tuesday 09:01:10
    expect(watch.of('A')?.state).toBe('late')
  })

  it('knows after a restart what it was and since when', () => {
    const { watch, told } = watching()
    const last = {
      lastMessageAt: T,
      lastRefused: 0,
      lastRefusedAt: null,
      state: 'late' as const,
      stateSince: T + 2 * MINUTE,
    }
    watch.put(what, T + 3 * MINUTE, last)
    expect(watch.of('A')).toEqual({ state: 'late', since: T + 2 * MINUTE, lastMessageAt: T })
    expect(told()).toEqual([])
  })
})

it('timers give each key once, at its newest instant, in order', () => {
  const timers = new Timers()
  for (let key = 0; key < 200; key++) timers.set(key, 1_000 + ((key * 37) % 200))
  for (let key = 0; key < 100; key++) timers.set(key, 2_000 + key)
  timers.set(199, Number.POSITIVE_INFINITY)
  const first = timers.due(1_999)
  expect(first.length).toBe(99)
  expect(Math.min(...first)).toBe(100)
  expect(timers.next()).toBe(2_000)
  expect(timers.due(3_000)).toEqual(Array.from({ length: 100 }, (_, key) => key))
  expect([timers.size, timers.next()]).toEqual([0, Number.POSITIVE_INFINITY])
})
