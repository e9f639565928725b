import type { CheckInput } from '../../../shared/api/checks.ts'
import { type CatalogueSnapshot, dayOf, type Indicator, inForce } from '../../catalogue/index.ts'
import { allowedOf, compare, incomplete } from '../compare.ts'
import type { Instance, Rule } from '../types.ts'

type Parts = Extract<CheckInput, { kind: 'parts' }>

/** Units of the reporting level against the whole country, or named indicators against the one they add up to. */
export function partsOf(rule: Rule, check: Parts, now: CatalogueSnapshot): Instance[] {
  if (check.of) return ofIndicators(rule, check, now)
  return wholes(check, now).map((indicator) => ofUnits(rule, check, indicator, now))
}

/** '*' stands for all that is known to add up and is reported below the whole. */
function wholes({ indicator }: Parts, now: CatalogueSnapshot): Indicator[] {
  if (indicator === '*') return now.indicators.filter((i) => i.aggregation === 'sum' && i.level !== 'nation')
  const own = now.indicator(indicator)
  return own && own.level !== 'nation' ? [own] : []
}

function ofUnits(rule: Rule, check: Parts, indicator: Indicator, now: CatalogueSnapshot): Instance {
  const whole = now.findSeries(indicator.id, now.nation().id)
  const all = now.seriesOfIndicator(indicator.id).filter((s) => s.unit.kind === indicator.level)
  return {
    rule,
    unit: now.nation().id,
    indicator: indicator.id,
    instant: indicator.period === 'realtime',
    touches: [...(whole === undefined ? [] : [whole]), ...all.map((s) => s.id)],
    marks: whole === undefined ? [] : [whole],
    needs: (moment, at) => {
      const day = dayOf(moment.period === null ? Date.now() : moment.to - 1)
      const units = at.units.filter((u) => u.kind === indicator.level && inForce(u, day))
      return [whole, ...units.map((u) => at.findSeries(indicator.id, u.id))].map((series) => ({
        series,
        when: 'same',
      }))
    },
    judge: ([total, ...parts]) => {
      const missing = parts.filter((p) => !p.length).length
      const sum = parts.reduce((a, p) => a + (p[0]?.value ?? 0), 0)
      const right = total?.[0]?.value ?? null
      if (right === null || missing === parts.length) return incomplete(missing + Number(right === null))
      if (missing && !check.missingAllowed) return incomplete(missing, sum, right)
      const allowed = allowedOf(rule.input.tolerance, right, parts.length, indicator.decimals)
      return { ...compare(sum, '=', right, allowed), missing }
    },
  }
}

function ofIndicators(rule: Rule, check: Parts, now: CatalogueSnapshot): Instance[] {
  const whole = now.indicator(check.indicator)
  const parts = (check.of ?? []).map((code) => now.indicator(code)).filter((i) => i !== undefined)
  if (!whole || parts.length !== check.of?.length) return []
  return now.seriesOfIndicator(whole.id).map(({ id, unit }) => {
    const ids = [id, ...parts.map((p) => now.findSeries(p.id, unit.id))]
    return {
      rule,
      unit: unit.id,
      indicator: whole.id,
      instant: whole.period === 'realtime',
      touches: ids.filter((s) => s !== undefined),
      marks: ids.filter((s) => s !== undefined),
      needs: () => ids.map((series) => ({ series, when: 'same' })),
      judge: ([total, ...read]) => {
        const missing = read.filter((p) => !p.length).length
        const right = total?.[0]?.value ?? null
        const sum = read.reduce((a, p) => a + (p[0]?.value ?? 0), 0)
        if (right === null || (missing && !check.missingAllowed) || missing === read.length)
          return incomplete(missing + Number(right === null))
        const allowed = allowedOf(rule.input.tolerance, right, read.length, whole.decimals)
        return { ...compare(sum, '=', right, allowed), missing }
      },
    }
  })
}
