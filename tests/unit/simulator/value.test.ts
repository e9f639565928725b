import { describe, expect, it } from 'vitest'
import { misbehave } from '../../../scripts/simulator/fault.ts'
import type { Job, JobSeries } from '../../../scripts/simulator/job.ts'
import { periodRows, periodsBetween, rowsAt } from '../../../scripts/simulator/rows.ts'
import { SHAPES } from '../../../scripts/simulator/shapes.ts'
import { PROVINCE_INDICATORS, SOURCES } from '../../../scripts/simulator/sources.ts'
import { simulatedValue } from '../../../scripts/simulator/value.ts'

const NOW = Date.parse('2026-11-23T03:00:00Z')
const series = (more: Partial<JobSeries> = {}): JobSeries => ({
  indicator: 'KTN-02',
  period: 'realtime',
  cutoff: 'calendar',
  decimals: 0,
  aggregation: 'none',
  units: [{ code: 'VN', share: 1, from: 0 }],
  ...more,
})
const job = (more: Partial<Job> = {}): Job => ({
  id: 'EVN-PT',
  key: 'k',
  connector: 'mqtt',
  files: false,
  times: { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null },
  fault: null,
  series: [series()],
  ...more,
})

describe('a simulated value', () => {
  it('is a function of seed, series and instant: two runs agree, another seed differs', () => {
    expect(rowsAt(job(), 'a', NOW)).toEqual(rowsAt(job(), 'a', NOW))
    expect(rowsAt(job(), 'a', NOW)[0]!.value).not.toBe(rowsAt(job(), 'b', NOW)[0]!.value)
  })
  it('is finite and within its bounds for every indicator over a year', () => {
    for (const [indicator, shape] of Object.entries(SHAPES))
      for (let at = NOW - 365 * 86_400_000; at <= NOW; at += 13 * 86_400_000 + 3_600_000) {
        const spec = { indicator, unit: 'VN', share: 1, decimals: 2, aggregation: 'none' }
        const value = simulatedValue('trong-dong', spec, at)
        expect(Number.isFinite(value), indicator).toBe(true)
        expect(value, indicator).toBeGreaterThanOrEqual(shape.min ?? Number.NEGATIVE_INFINITY)
        expect(value, indicator).toBeLessThanOrEqual(shape.max ?? Number.POSITIVE_INFINITY)
      }
  })
  it('shares out a sum so that the provinces add up to about the whole', () => {
    const shares = [0.5, 0.3, 0.2]
    const spec = { indicator: 'DP-03', unit: '', decimals: 0, aggregation: 'sum' }
    const parts = shares.map((share, i) => simulatedValue('s', { ...spec, unit: `${i}`, share }, NOW))
    const whole = simulatedValue('s', { ...spec, unit: 'VN', share: 1 }, NOW)
    const sum = parts.reduce((a, b) => a + b, 0)
    expect(Math.abs(sum - whole) / whole).toBeLessThan(0.25)
  })
})

describe('the opening day’s measure', () => {
  it('has at least 25 real-time connections and a shape for every indicator sent', () => {
    expect(SOURCES.filter((s) => /^PT/.test(s.period)).length).toBeGreaterThanOrEqual(25)
    const sent = new Set([...SOURCES.flatMap((s) => s.indicators), ...PROVINCE_INDICATORS])
    expect(sent.size).toBeGreaterThanOrEqual(101)
    expect([...sent].filter((code) => !SHAPES[code])).toEqual([])
  })
  it('shows every fault', () => {
    const faults = new Set(SOURCES.map((s) => s.fault))
    for (const fault of ['late', 'bad-rows', 'down-and-up', 'silent', 'disagrees'] as const)
      expect(faults).toContain(fault)
  })
})

describe('periods', () => {
  it('end before now, newest last, and none twice after a catch-up', () => {
    const monthly = series({ indicator: 'DP-03', period: 'monthly', aggregation: 'sum' })
    const found = periodsBetween(monthly, 0, NOW)
    expect(found.at(-1)!.text).toBe('2026-10')
    expect(found[0]!.from).toBeLessThan(found[1]!.from)
    expect(periodsBetween(monthly, NOW, NOW)).toEqual([])
  })
  it('stay within a unit’s own time', () => {
    const from = Date.parse('2025-06-30T17:00:00Z')
    const monthly = series({
      indicator: 'DP-03',
      period: 'monthly',
      units: [{ code: '08', share: 0.1, from }],
    })
    const rows = periodRows(job({ series: [monthly] }), 's', 0, NOW)
    expect(rows[0]!.period).toBe('2025-07')
    expect(rows.at(-1)!.status).toBe('provisional')
  })
})

describe('a fault', () => {
  const at = (minute: number) => minute * 60_000
  it('comes and goes by the clock', () => {
    const rows = rowsAt(job(), 's', NOW)
    expect(misbehave(job({ fault: 'down-and-up' }), rows, at(0))).toBeNull()
    expect(misbehave(job({ fault: 'down-and-up' }), rows, at(7))).toEqual(rows)
    expect(misbehave(job({ fault: 'bad-rows' }), rows, at(0))!.length).toBe(rows.length + 2)
    expect(misbehave(job({ fault: 'silent' }), rows, at(3))).toBeNull()
  })
})
