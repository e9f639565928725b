import type { CheckInput } from '../../../shared/api/checks.ts'
import type { CatalogueSnapshot, Indicator, Series } from '../../catalogue/index.ts'
import { allowedOf, compare, incomplete } from '../compare.ts'
import type { Instance, Judged, Need, Reading, Rule } from '../types.ts'

type Of<K extends CheckInput['kind']> = Extract<CheckInput, { kind: K }>

/** The series of an indicator that a rule is to be held against. */
export function placesOf(rule: Rule, indicator: Indicator, now: CatalogueSnapshot): readonly Series[] {
  const all = now.seriesOfIndicator(indicator.id)
  const { units } = rule.input
  if (units === 'each') return all
  if (units === 'nation') return all.filter((s) => s.unit.id === now.nation().id)
  return all.filter((s) => units.includes(s.unit.code))
}

/** One instance for each series of the indicator, which needs only its own numbers. */
function alone(
  rule: Rule,
  code: string,
  now: CatalogueSnapshot,
  needs: Need['when'][],
  judge: (read: Reading[][], indicator: Indicator) => Judged,
): Instance[] {
  const indicator = now.indicator(code)
  if (!indicator) return []
  return placesOf(rule, indicator, now).map(({ id, unit }) => ({
    rule,
    unit: unit.id,
    indicator: indicator.id,
    instant: indicator.period === 'realtime',
    touches: [id],
    marks: [id],
    needs: () => needs.map((when) => ({ series: id, when })),
    judge: (read) => judge(read, indicator),
  }))
}

/** Within the two limits; a number outside is compared with the limit that it passes. */
export function boundsOf(
  rule: Rule,
  { indicator, min, max }: Of<'bounds'>,
  now: CatalogueSnapshot,
): Instance[] {
  return alone(rule, indicator, now, ['same'], ([own]) => {
    const value = own?.[0]?.value
    if (value === undefined) return incomplete(1)
    const below = min !== undefined && value < min
    const limit = below ? min : (max ?? min ?? value)
    const operator = below || max === undefined ? '>=' : '<='
    return compare(value, operator, limit, allowedOf(rule.input.tolerance, limit, 0, 0))
  })
}

/** A year-to-date number against the one of the period before, within a year. */
export function monotoneOf(rule: Rule, { indicator }: Of<'monotone'>, now: CatalogueSnapshot): Instance[] {
  return alone(rule, indicator, now, ['same', 'before'], ([own, before], { decimals }) => {
    const [value, earlier] = [own?.[0], before?.[0]]
    if (!value) return incomplete(1)
    // The first period of a year begins anew, whatever the year before ended with.
    const yearOf = (r: Reading) => new Date((r.validFrom + r.validTo) / 2).getUTCFullYear()
    if (!earlier || yearOf(earlier) !== yearOf(value)) return incomplete(earlier ? 0 : 1, value.value)
    return compare(
      value.value,
      '>=',
      earlier.value,
      allowedOf(rule.input.tolerance, earlier.value, 0, decimals),
    )
  })
}

/** Median absolute deviation to standard deviation, for a normal distribution. */
const MAD_TO_SIGMA = 1.4826

/** How many robust standard deviations the number lies from the median of the last ones. */
export function jumpOf(
  rule: Rule,
  { indicator, window, limit }: Of<'jump'>,
  now: CatalogueSnapshot,
): Instance[] {
  return alone(rule, indicator, now, ['same', { last: window }], ([own, last = []]) => {
    const value = own?.[0]?.value
    if (value === undefined || last.length < Math.min(5, window))
      return incomplete(value === undefined ? 1 : window - last.length)
    const middle = median(last.map((r) => r.value))
    const sigma = MAD_TO_SIGMA * median(last.map((r) => Math.abs(r.value - middle)))
    // A series that never moved has no measure for a jump: any move at all would be endless.
    if (sigma === 0) return incomplete(0, value, middle)
    return compare(Math.abs(value - middle) / sigma, '<=', limit, 0)
  })
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half) - 1] ?? 0)) / 2
}

/** The same number by two connections, or two indicators of the same unit that should agree. */
export function sourcesOf(rule: Rule, check: Of<'sources'>, now: CatalogueSnapshot): Instance[] {
  const indicator = now.indicator(check.indicator)
  const other = now.indicator(check.other ?? check.indicator)
  if (!indicator || !other) return []
  const [a, b] = check.connections ?? []
  const from = (connection: string | undefined) => (connection === undefined ? {} : { connection })
  return placesOf(rule, indicator, now).map(({ id, unit }) => {
    const second = check.other ? now.findSeries(other.id, unit.id) : id
    const series = [...new Set([id, second])].filter((s) => s !== undefined)
    return {
      rule,
      unit: unit.id,
      indicator: indicator.id,
      instant: indicator.period === 'realtime',
      touches: series,
      marks: series,
      needs: () => [
        { series: id, when: 'same', ...from(a) },
        { series: second, when: 'same', ...from(b) },
      ],
      judge: ([left, right]) => {
        const [l, r] = [left?.[0]?.value, right?.[0]?.value]
        if (l === undefined || r === undefined)
          return incomplete(Number(l === undefined) + Number(r === undefined), l ?? null, r ?? null)
        return compare(l, '=', r, allowedOf(rule.input.tolerance, r, 1, indicator.decimals))
      },
    }
  })
}
