import { describe, expect, it } from 'vitest'
import type { CatalogueSnapshot, Indicator, Series, Unit } from '../../../server/catalogue/index.ts'
import type { Part } from '../../../server/live/aggregate.ts'
import { Computed } from '../../../server/live/computed.ts'

const unit = (id: number, kind: Unit['kind'], to: string | null = null) =>
  ({ id, code: `${id}`, kind, validFrom: '2000-01-01', validTo: to }) as unknown as Unit
const NATION = unit(1, 'nation')
const [A, B] = [unit(11, 'province'), unit(12, 'province')]

/** A catalogue of one indicator over two provinces, whose rule may be changed as an import does. */
function country(period: 'realtime' | 'daily' = 'daily') {
  const indicator = {
    id: 5,
    code: 'X',
    level: 'province',
    aggregation: 'sum',
    period,
  } as unknown as Indicator
  const series: Series[] = [NATION, A, B].map((u, n) => ({ id: 100 + n, indicator, unit: u }) as Series)
  let there = [A, B]
  const now = {
    ...{ indicators: [indicator], units: [NATION, A, B], nation: () => NATION, indicator: () => undefined },
    indicatorById: (id: number) => (id === 5 ? indicator : undefined),
    allSeries: () => series,
    series: (id: number) => series.find((s) => s.id === id),
    findSeries: (_: number, u: number) => series.find((s) => s.unit.id === u)?.id,
    isWithin: (u: number) => there.some((x) => x.id === u),
    unitsOfKind: () => there,
  } as unknown as CatalogueSnapshot
  const computed = new Computed({
    ...{ now: () => now, age: () => ({ state: 'fresh' as const, since: 0 }), isSent: () => false },
    ...{ latest: () => null, times: () => null },
  })
  const set = (aggregation: 'sum' | 'none') => Object.assign(indicator, { aggregation })
  return { computed, set, leave: () => (there = []) }
}
const AT = Date.parse('2026-11-20T12:00:00Z')
const part = (value: number, validTo = AT): Part => ({
  ...{ value, validFrom: validTo - 86_400_000, validTo, period: null, recordedAt: AT, flags: 0 },
})

describe('a whole that nobody sends', () => {
  it('stands no longer once the catalogue asks for none, and is told', () => {
    const { computed, set } = country()
    computed.record(101, part(2))
    computed.record(102, part(3))
    expect(computed.settle(AT)).toEqual([100])
    expect(computed.of(100)?.value).toBe(5)
    set('none')
    computed.relearn()
    expect(computed.of(100)).toBeNull()
    expect(computed.settle(AT)).toEqual([100])
    expect(computed.settle(AT)).toEqual([])
  })
  it('newly asked for takes what its parts sent before, and never in place of what came meanwhile', () => {
    const { computed, set } = country()
    set('none')
    computed.relearn()
    computed.record(101, part(2))
    expect(computed.unread()).toEqual([])
    set('sum')
    computed.relearn()
    expect(computed.unread()).toEqual([101, 102])
    computed.record(102, part(30))
    computed.recall([
      { series: 101, ...part(2) },
      { series: 102, ...part(3) },
    ])
    computed.settle(AT)
    expect(computed.of(100)).toMatchObject({ value: 32, parts: 2, partsOf: 2 })
  })
  it('keeps the older times of a part of which a newer one came while they were read', () => {
    const { computed, set } = country()
    set('none')
    computed.relearn()
    set('sum')
    computed.relearn()
    const day = 86_400_000
    computed.record(101, part(20, AT + day))
    computed.recall([
      { series: 101, ...part(1, AT - day) },
      { series: 101, ...part(2) },
      { series: 102, ...part(2, AT - day) },
      { series: 102, ...part(3) },
    ])
    computed.settle(AT)
    // Only one of two has reported the new day: the day before still stands as a whole.
    expect(computed.of(100)).toMatchObject({ value: 5, validTo: AT, parts: 2, partsOf: 2 })
  })
  it('of this moment stands no longer when none of its parts is in force', () => {
    const { computed, leave } = country('realtime')
    computed.record(101, part(2))
    computed.settle(AT)
    expect(computed.of(100)?.value).toBe(2)
    leave()
    computed.relearn()
    expect(computed.settle(AT)).toEqual([100])
    expect(computed.of(100)).toBeNull()
  })
})
