import type { FastifyInstance } from 'fastify'
import type { DirectiveInput, OriginView } from '../../shared/api/directives.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Principal } from '../access/index.ts'
import { needUnit } from '../catalogue/index.ts'
import { named } from './names.ts'
import { messageOf } from './store.ts'

type Wanted = NonNullable<DirectiveInput['origin']>
/** As kept on the version: what was true of it when the task was given. Times in ms. */
export type Origin =
  | {
      kind: 'number'
      series: number
      value: number
      validFrom: number
      validTo: number
      recordedAt: number
      period: string | null
      message: string | null
      flags: number
    }
  | { kind: 'alert'; alert: number; headline: string }

const SIMULATED = 128

/** What a task comes from, as the server knows it now; a number that its giver may not see is none. Throws BAD_REQUEST, UNIT_ENDED. */
export async function originOf(app: FastifyInstance, wanted: Wanted, giver: Principal): Promise<Origin> {
  if (wanted.kind === 'alert') {
    const line = app.alerts.lines().find((l) => l.id === wanted.alert)
    if (!line) throw new RequestError('BAD_REQUEST', { field: 'origin.alert', value: wanted.alert })
    return { kind: 'alert', alert: line.id, headline: line.headline.vi || line.headline.en }
  }
  const now = app.catalogue.now()
  const unit = needUnit(now, wanted.unit, Date.now(), 'origin.unit')
  const indicator = now.indicator(wanted.indicator)
  const series = indicator && now.findSeries(indicator.id, unit.id)
  const seen = series !== undefined && app.access.canSeeSeries(giver, series)
  const cell = seen ? app.live.cell(series) : null
  if (series === undefined || !cell || !Number.isFinite(cell.value))
    throw new RequestError('BAD_REQUEST', { field: 'origin.indicator', value: wanted.indicator })
  const { value, validFrom, validTo, recordedAt, flags } = cell
  const message = await messageOf(app.db.pool, series)
  return {
    ...{ kind: 'number', series, value, validFrom, validTo, recordedAt, flags },
    ...{ period: app.live.period(series), message },
  }
}

/** For whoever may see that number; an alert is for everybody. */
export function originView(
  app: FastifyInstance,
  origin: Origin | null,
  asks: Principal | null,
  at: number,
): OriginView | null {
  if (!origin || origin.kind === 'alert') return origin
  const now = app.catalogue.now()
  const series = now.series(origin.series)
  if (!series || !app.access.canSeeSeries(asks, origin.series)) return null
  const { indicator, unit } = series
  const { flags, ...kept } = origin
  return {
    ...kept,
    ...{ indicator: indicator.code, name: indicator.name, decimals: indicator.decimals },
    symbol: now.measure(indicator.measure)?.symbol ?? { vi: indicator.measure, en: indicator.measure },
    unit: named(unit, at),
    simulated: (flags & SIMULATED) !== 0,
  }
}
