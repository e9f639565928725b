import type { FastifyInstance } from 'fastify'
import { FLAG } from '../../shared/vocabulary.ts'
import { dayOf, inForce, nameOn, type Series } from '../catalogue/index.ts'
import {
  boundFor,
  changeOf,
  judgeBound,
  judgeChange,
  judgeFreshness,
  type Verdict,
} from './evaluate/judge.ts'
import type { Window } from './evaluate/window.ts'
import type { Forecasts } from './forecasts.ts'
import type { Facts, Rule } from './types.ts'
import {
  changeText,
  changeTitle,
  forecastText,
  forecastTitle,
  freshnessTitle,
  valueText,
  valueTitle,
} from './words.ts'

export type Look = { verdict: Verdict; facts: () => Facts }

/** The series that a rule looks at: those of the units it names, else of every unit that reports its indicator. */
export function seriesOf(app: Pick<FastifyInstance, 'catalogue'>, { input }: Pick<Rule, 'input'>): Series[] {
  const c = input.condition
  const now = app.catalogue.now()
  const indicator = 'indicator' in c ? now.indicator(c.indicator) : undefined
  if (!indicator || !('indicator' in c)) return []
  const today = dayOf(Date.now())
  const units = c.units && new Set(c.units)
  return now
    .seriesOfIndicator(indicator.id)
    .filter(
      ({ unit }) => inForce(unit, today) && (units ? units.has(unit.code) : unit.kind === indicator.level),
    )
}

/** How a rule finds a series now. Null for a kind that looks at something else. */
export function lookAt(
  app: FastifyInstance,
  rule: Rule,
  series: Series,
  window: Window | null,
  forecasts: Forecasts,
): Look | null {
  const c = rule.input.condition
  const cell = app.live.cell(series.id)
  const of = {
    series,
    unit: nameOn(series.unit, dayOf(Date.now())),
    symbol: app.catalogue.now().measure(series.indicator.measure)?.symbol ?? { vi: '', en: '' },
  }
  const facts = (more: Pick<Facts, 'title' | 'text' | 'detail' | 'since'>): Facts => ({
    place: `series:${series.id}`,
    unitId: series.unit.id,
    series: series.id,
    connection: app.trust.connectionOf(series.id),
    attention: null,
    simulated: (cell.flags & FLAG.simulated) !== 0,
    ...more,
    detail: {
      ...{ indicator: series.indicator.code, unit: series.unit.code, unitFrom: series.unit.validFrom },
      ...more.detail,
    },
  })
  const seen = { value: cell.value, at: cell.validTo, recordedAt: cell.recordedAt }
  switch (c.kind) {
    case 'value': {
      const bound = boundFor(c, series.unit.code)
      return {
        verdict: judgeBound(cell.value, bound),
        facts: () =>
          facts({
            ...{ title: valueTitle(of, bound), text: valueText(of, cell.value), since: cell.recordedAt },
            detail: { ...seen, bound },
          }),
      }
    }
    case 'change': {
      const before = window?.before(Date.now()) ?? null
      const change = changeOf(c, cell.value, before)
      const rose = before === null || cell.value >= before
      return {
        verdict: judgeChange(c, cell.value, before),
        facts: () =>
          facts({
            title: changeTitle(of, c, Math.abs(change ?? 0), rose),
            ...{ text: changeText(of, before ?? cell.value, cell.value), since: cell.recordedAt },
            detail: { ...seen, before },
          }),
      }
    }
    case 'freshness': {
      const { state, since } = app.trust.age(series.id)
      const last = { vi: valueText(of, cell.value).vi, en: valueText(of, cell.value).en }
      return {
        verdict: judgeFreshness(c.state, state),
        facts: () =>
          facts({
            title: freshnessTitle(of, state === 'stale'),
            text: last,
            since,
            detail: { ...seen, state },
          }),
      }
    }
    case 'forecast': {
      const bound = boundFor(c, series.unit.code)
      const found = forecasts.of(series, c.ahead, cell)
      if (!found) return { verdict: 'unknown', facts: () => facts({ ...noForecast, since: 0, detail: {} }) }
      const ends = c.sure ? [found.low80, found.high80] : [found.value]
      const verdicts = ends.map((v) => judgeBound(v, bound))
      const all = (v: Verdict) => verdicts.every((x) => x === v)
      return {
        verdict: all('on') ? 'on' : all('between') ? 'between' : c.sure || all('off') ? 'off' : 'unknown',
        facts: () =>
          facts({
            title: forecastTitle(of, bound),
            text: forecastText(of, found.value, cell.value, c.ahead),
            ...{ since: cell.recordedAt, detail: { ...seen, bound, forecast: found } },
          }),
      }
    }
    default:
      return null
  }
}
const noForecast = { title: { vi: '', en: '' }, text: { vi: '', en: '' } }
