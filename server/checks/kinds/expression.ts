import type { CheckInput } from '../../../shared/api/checks.ts'
import { type CatalogueSnapshot, dayOf, inForce, type Unit } from '../../catalogue/index.ts'
import { allowedOf, compare, incomplete } from '../compare.ts'
import { parseExpression, type Wanted } from '../expression.ts'
import type { Instance, Moment, Need, Reading, Rule } from '../types.ts'
import { placesOf } from './single.ts'

type Expression = Extract<CheckInput, { kind: 'expression' }>

/** Left against right, each worked out from numbers of the catalogue. The places are those of the first number named without a unit. */
export function expressionOf(rule: Rule, check: Expression, now: CatalogueSnapshot): Instance[] {
  const [left, right] = [parseExpression(check.left), parseExpression(check.right)]
  const wants = [...left.wants, ...right.wants]
  const own = now.indicator((wants.find((w) => w.unit === null) ?? wants[0])?.indicator ?? '')
  if (!own) return []
  const places: Unit[] = wants.some((w) => w.unit === null && w.when !== 'parts')
    ? placesOf(rule, own, now).map((s) => s.unit)
    : [now.nation()]
  return places.map((unit) => {
    const ids = [...new Set(wants.flatMap((w) => seriesOf(w, unit, now)))]
    return {
      rule,
      unit: unit.id,
      indicator: own.id,
      instant: own.period === 'realtime',
      touches: ids,
      marks: [...new Set(wants.filter((w) => w.when !== 'parts').flatMap((w) => seriesOf(w, unit, now)))],
      needs: (moment, at) => wants.flatMap((w) => needsOf(w, unit, moment, at)),
      judge: (read, moment) => {
        const values = gather(wants, read, unit, moment, now)
        const l = left.evaluate(values.slice(0, left.wants.length))
        const r = right.evaluate(values.slice(left.wants.length))
        if (l === null || r === null) return incomplete(values.filter((v) => v === null).length, l, r)
        return compare(l, check.operator, r, allowedOf(rule.input.tolerance, r, wants.length, own.decimals))
      },
    }
  })
}

/** Every series that a wish may mean, whatever the day. */
function seriesOf({ indicator: code, unit, when }: Wanted, own: Unit, now: CatalogueSnapshot): number[] {
  const indicator = now.indicator(code)
  if (!indicator) return []
  const units =
    when === 'parts'
      ? now.units.filter((u) => u.kind === indicator.level)
      : unit === null
        ? [own]
        : now.unitsOfCode(unit)
  return units.map((u) => now.findSeries(indicator.id, u.id)).filter((s) => s !== undefined)
}

function needsOf(w: Wanted, own: Unit, moment: Moment, now: CatalogueSnapshot): Need[] {
  const indicator = now.indicator(w.indicator)
  const at = moment.period === null ? Date.now() : moment.to - 1
  if (w.when === 'parts')
    return now.units
      .filter((u) => u.kind === indicator?.level && inForce(u, dayOf(at)))
      .map((u) => ({ series: indicator && now.findSeries(indicator.id, u.id), when: 'same' }))
  const unit = w.unit === null ? own : now.unitInForce(w.unit, at)
  return [{ series: indicator && unit && now.findSeries(indicator.id, unit.id), when: w.when }]
}

/** The readings in the order of the wishes: parts added up, and not there when one of them is not. */
function gather(
  wants: Wanted[],
  read: Reading[][],
  own: Unit,
  moment: Moment,
  now: CatalogueSnapshot,
): (number | null)[] {
  let next = 0
  return wants.map((w) => {
    const count = needsOf(w, own, moment, now).length
    const mine = read.slice(next, next + count).map((r) => r[0]?.value ?? null)
    next += count
    return mine.length === 0 || mine.includes(null) ? null : mine.reduce<number>((a, v) => a + (v ?? 0), 0)
  })
}
