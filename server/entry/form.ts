import type { FastifyInstance } from 'fastify'
import type { EntryConnectionView, FormRowView, FormView } from '../../shared/api/entry.ts'
import { parsePeriod } from '../../shared/period.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type IndicatorPeriod, PERIODS } from '../../shared/vocabulary.ts'
import { dayOf, type Indicator, nameOn, type Unit } from '../catalogue/index.ts'
import type { Connection, ContractSeries } from '../intake/index.ts'
import { lastPeriods, promisedUnits } from '../trust/index.ts'
import { readNewest, readOfTime } from './store.ts'

/** Units that a form of one connection may hold. */
const MOST_ROWS = 2_000
const PERIODS_SHOWN = 13

export type Promised = { indicator: Indicator; unit: Unit; promise: ContractSeries }

/** Series of that period which the contract promises, at an instant (ms). */
export function promisedSeries(
  app: FastifyInstance,
  connection: Connection,
  kind: IndicatorPeriod,
  at: number,
): Promised[] {
  const now = app.catalogue.now()
  return connection.contract.series
    .flatMap((promise) => {
      const indicator = now.indicator(promise.indicator)
      if (indicator?.period !== kind) return []
      return promisedUnits(promise.units, indicator, connection, now, dayOf(at)).map((unit) => ({
        ...{ indicator, unit, promise },
      }))
    })
    .slice(0, MOST_ROWS)
}

export function connectionView(app: FastifyInstance, c: Connection): EntryConnectionView {
  const now = app.catalogue.now()
  const agency = now.unitById(c.agencyId)
  const { vi, en } = agency ? nameOn(agency, dayOf(Date.now())) : { vi: '', en: '' }
  const kinds = new Set(c.contract.series.map((s) => now.indicator(s.indicator)?.period))
  return {
    id: c.id,
    name: c.name,
    agencyName: { vi, en },
    enabled: c.enabled,
    twoPersons: c.contract.twoPersons,
    kinds: PERIODS.filter((p) => kinds.has(p)),
  }
}

/** What a time means for an indicator (ms); an instant has from = to. Throws BAD_REQUEST. */
export function intervalOf(kind: IndicatorPeriod, time: string, cutoff: Indicator['cutoff']) {
  const at = kind === 'realtime' ? Date.parse(time) : Number.NaN
  const interval =
    kind === 'realtime' ? (Number.isNaN(at) ? null : { from: at, to: at }) : parsePeriod(time, cutoff)
  if (!interval) throw new RequestError('BAD_REQUEST', { field: 'time', value: time })
  return interval
}

/** The form of a connection for one time: what it promised, and what is known of it already. Throws BAD_REQUEST. */
export async function formOf(
  app: FastifyInstance,
  connection: Connection,
  kind: IndicatorPeriod,
  asked: string | undefined,
): Promise<FormView> {
  const times = kind === 'realtime' ? [] : lastPeriods(kind, Date.now(), PERIODS_SHOWN)
  // What has just ended is what is reported next.
  const time = asked ?? times[1] ?? new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  const of = intervalOf(kind, time, 'calendar')
  const now = app.catalogue.now()
  const promised = promisedSeries(app, connection, kind, Math.max(of.from, of.to - 1))
  const ids = promised.map((p) => now.findSeries(p.indicator.id, p.unit.id))
  const series = ids.filter((id) => id !== undefined)
  const cutoffs = new Set(promised.map((p) => p.indicator.cutoff))
  const current = new Map(
    (
      await Promise.all(
        [...cutoffs].map((c) => readOfTime(app.db.readPool, series, intervalOf(kind, time, c))),
      )
    )
      .flat()
      .map((k) => [k.series, k]),
  )
  const newest = new Map((await readNewest(app.db.readPool, series)).map((k) => [k.series, k]))
  const rows = promised.map(({ indicator, unit, promise }, i): FormRowView => {
    const measure = promise.measure ?? indicator.measure
    const known = (k: ReturnType<typeof current.get>) => {
      const value = k && now.convert(k.value, indicator.measure, measure)
      return k && value != null
        ? { value, status: k.status, time: k.period ?? new Date(k.at).toISOString() }
        : null
    }
    const id = ids[i] ?? -1
    const here = known(current.get(id))
    const last = known(newest.get(id))
    const { vi, en } = nameOn(unit, dayOf(Math.max(of.from, of.to - 1)))
    return {
      indicator: indicator.code,
      name: indicator.name,
      unit: unit.code,
      unitName: { vi, en },
      measure: now.measure(measure)?.symbol ?? { vi: measure, en: measure },
      decimals: indicator.decimals,
      min: promise.min ?? null,
      max: promise.max ?? null,
      current: here,
      last: last && last.time !== here?.time ? last : null,
    }
  })
  return { kind, time, times, rows }
}
