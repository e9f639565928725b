import type { FastifyInstance } from 'fastify'
import type { AlarmCondition } from '../../shared/api/alarms.ts'
import { FLAG } from '../../shared/vocabulary.ts'
import {
  type CatalogueSnapshot,
  dayOf,
  type Indicator,
  inForce,
  nameOn,
  type Series,
} from '../catalogue/index.ts'
import { conditionOf } from './evaluate/expression.ts'
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
import type { Alarm, Facts, Rule } from './types.ts'
import {
  changeText,
  changeTitle,
  expressionText,
  expressionTitle,
  forecastText,
  forecastTitle,
  freshnessTitle,
  valueText,
  valueTitle,
} from './words.ts'

type Expression = Extract<AlarmCondition, { kind: 'expression' }>
export type Look = {
  verdict: Verdict
  facts: () => Facts
  /** The connection whose silence alone explains it; null, or absent, where something came that is news all the same. */
  explainedBy?: (dead: (connection: string) => boolean) => string | null
}

type Catalogue = Pick<FastifyInstance, 'catalogue'>

/** Whether a rule looks at series; those of others come and go by themselves. */
export const watchesSeries = (c: AlarmCondition): boolean => 'indicator' in c || c.kind === 'expression'

/** The series that a rule looks at: those of the units it names, else of every unit that reports its indicator. */
export function seriesOf({ catalogue }: Catalogue, c: AlarmCondition): Series[] {
  const now = catalogue.now()
  if (c.kind === 'expression') return seriesOfExpression(now, c)
  const indicator = 'indicator' in c ? now.indicator(c.indicator) : undefined
  return indicator && 'indicator' in c ? ofUnits(now, indicator, c.units) : []
}

function ofUnits(now: CatalogueSnapshot, indicator: Indicator, named: readonly string[] | null): Series[] {
  const today = dayOf(Date.now())
  const units = named && new Set(named)
  return now
    .seriesOfIndicator(indicator.id)
    .filter(
      ({ unit }) => inForce(unit, today) && (units ? units.has(unit.code) : unit.kind === indicator.level),
    )
}

/** A condition stands at the first number that it names: at each unit's, or at the one of the unit that it names. */
function seriesOfExpression(now: CatalogueSnapshot, c: Expression): Series[] {
  const { wants } = conditionOf(c)
  const first = wants.find((w) => w.unit === null) ?? wants[0]
  const indicator = first && now.indicator(first.indicator)
  return indicator ? ofUnits(now, indicator, first.unit === null ? c.units : [first.unit]) : []
}

/** The series behind each number that a condition names, where it stands at `place`; null where there is none. */
export function wantedSeries(now: CatalogueSnapshot, c: Expression, { unit }: Series): (Series | null)[] {
  return conditionOf(c).wants.map((w) => {
    const indicator = now.indicator(w.indicator)
    const of = w.unit === null ? unit : now.unitInForce(w.unit, Date.now())
    const id = indicator && of && now.findSeries(indicator.id, of.id)
    return (id !== undefined && now.series(id)) || null
  })
}

/** Every series whose news a rule hears where it stands. */
export function lookedAt(
  { catalogue }: Catalogue,
  { input }: Pick<Rule, 'input'>,
  series: Series,
): Set<number> {
  const c = input.condition
  const also = c.kind === 'expression' ? wantedSeries(catalogue.now(), c, series) : []
  return new Set([series.id, ...also.flatMap((s) => (s ? [s.id] : []))])
}
/** In the place of a series that can be found no more: nobody may see it. */
const GONE = -1
/**
 * Every series whose numbers stand in an alarm's words. One that the catalogue no longer has is named all the same: its number
 * still stands there.
 */
export function spokenOf({ catalogue }: Catalogue, a: Pick<Alarm, 'series' | 'rule' | 'detail'>): number[] {
  if (a.series === null) return []
  const series = catalogue.now().series(a.series)
  const c = a.rule.input.condition
  if (!series || c.kind !== 'expression') return [a.series]
  const { numbers } = a.detail
  const also = wantedSeries(catalogue.now(), c, series).flatMap((s, i) => {
    if (s) return s.id
    return Array.isArray(numbers) && numbers[i] ? GONE : []
  })
  return [...new Set([a.series, ...also])]
}
/** It may be other than before though nothing of it was told: worked out here, or by time alone. */
export function changesUntold(app: FastifyInstance, rule: Pick<Rule, 'input'>, series: Series): boolean {
  const c = rule.input.condition
  if (c.kind === 'expression' && conditionOf(c).restless) return true
  return [...lookedAt(app, rule, series)].some((id) => app.live.computed(id))
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
  const of = ofSeries(app, series)
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
  const explainedBy: Look['explainedBy'] = (dead) => {
    const connection = app.trust.connectionOf(series.id)
    return connection !== null && dead(connection) ? connection : null
  }
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
        explainedBy,
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
        explainedBy,
        verdict: all('on') ? 'on' : all('between') ? 'between' : c.sure || all('off') ? 'off' : 'unknown',
        facts: () =>
          facts({
            title: forecastTitle(of, bound),
            text: forecastText(of, found.value, cell.value, c.ahead),
            ...{ since: cell.recordedAt, detail: { ...seen, bound, forecast: found } },
          }),
      }
    }
    case 'expression': {
      const wanted = wantedSeries(app.catalogue.now(), c, series)
      const numbers = wanted.map((w) => {
        const { value, validTo } = w ? app.live.cell(w.id) : { value: Number.NaN, validTo: 0 }
        return Number.isFinite(value) ? { value, at: validTo } : null
      })
      const known = { at: Date.now(), unit: series.unit.code, numbers }
      return {
        // Asked once more as if what a dead connection brought had come just now.
        explainedBy: (dead) => {
          const over = wanted.map((w) => w && app.trust.connectionOf(w.id))
          const silent = (connection: string | null | undefined) => !!connection && dead(connection)
          const fresh = numbers.map((n, i) => (n && silent(over[i]) ? { ...n, at: known.at } : n))
          const holds = conditionOf(c).judge({ ...known, numbers: fresh }) === 'on'
          return holds ? null : (over.find(silent) ?? null)
        },
        verdict: conditionOf(c).judge(known),
        facts: () =>
          facts({
            title: expressionTitle(of, rule.input.name),
            text: expressionText(
              wanted.map((w, i) => (w ? { ...ofSeries(app, w), number: numbers[i] } : null)),
            ),
            ...{ since: cell.recordedAt, detail: { ...seen, expression: c.expression, numbers } },
          }),
      }
    }
    default:
      return null
  }
}
const ofSeries = (app: Catalogue, series: Series) => ({
  series,
  unit: nameOn(series.unit, dayOf(Date.now())),
  symbol: app.catalogue.now().measure(series.indicator.measure)?.symbol ?? { vi: '', en: '' },
})
const noForecast = { title: { vi: '', en: '' }, text: { vi: '', en: '' } }
