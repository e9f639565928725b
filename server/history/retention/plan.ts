import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { Indicator } from '../../catalogue/index.ts'

const DAY = 86_400_000
const TRIED_DAYS = 400
/** One-second readings of a year and a month; what is reported by named periods is little, and kept. */
const DEFAULT_DAYS: Record<Indicator['period'], number | null> = {
  ...{ realtime: 400, daily: null, weekly: null, monthly: null, quarterly: null, yearly: null },
}

export type Setting = {
  indicator: Indicator
  rawDays: number | null
  setBy: string | null
  setAt: Date | null
}
/** A month of observations with the indicators whose readings in it are to go. `end`: ms, exclusive. */
export type DueMonth = {
  month: string
  table: string
  end: number
  indicators: Indicator[]
  before: number[]
}

/** How long the raw readings of each indicator are kept: what the administrator said, else the default of its period. */
export async function settings(app: FastifyInstance): Promise<Setting[]> {
  const { rows } = await app.db.pool.query<{ id: number; days: number | null; by: string; at: Date }>(
    'select indicator_id as id, raw_days as days, set_by as by, set_at as at from retention',
  )
  const said = new Map(rows.map((r) => [r.id, r]))
  return app.catalogue.now().indicators.map((indicator) => {
    const own = said.get(indicator.id)
    const rawDays = own ? own.days : DEFAULT_DAYS[indicator.period]
    return { indicator, rawDays, setBy: own?.by ?? null, setAt: own?.at ?? null }
  })
}

/**
 * Days that what belongs to real-time readings is kept: as long as any of them, infinite where one is kept for ever, and at
 * least as far back as an alarm's rule may be tried on the past.
 */
export async function realtimeDays(app: FastifyInstance): Promise<number> {
  const days = (await settings(app)).flatMap(({ indicator, rawDays }) =>
    indicator.period === 'realtime' ? [rawDays ?? Number.POSITIVE_INFINITY] : [],
  )
  return Math.max(TRIED_DAYS, ...days)
}

/** The months that are wholly older than some indicator keeps its readings, and have not been dealt with for it; oldest first. */
export async function dueMonths(app: FastifyInstance, now: number): Promise<DueMonth[]> {
  const all = await settings(app)
  const { rows: tables } = await app.db.pool.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'observation'::regclass order by 1",
  )
  const { rows: done } = await app.db.pool.query<{ month: string; indicators: number[] }>(
    'select month, indicators from retention_month',
  )
  return tables.flatMap(({ name }) => {
    const [, year, no] = /^observation_(\d{4})_(\d{2})$/.exec(name) ?? []
    if (!year || !no) return []
    const month = `${year}-${no}-01`
    const end = Date.UTC(Number(year), Number(no), 1)
    const before = done.find((d) => d.month === month)?.indicators ?? []
    const indicators = all.flatMap(({ indicator, rawDays }) =>
      rawDays !== null && end + rawDays * DAY <= now && !before.includes(indicator.id) ? [indicator] : [],
    )
    return indicators.length ? [{ month, table: name, end, indicators, before }] : []
  })
}

/**
 * What goes of a month's rows ($1 = series): readings, and named periods of which no word is official or a revision (with
 * one that is, all that was said of that period stays, or an older word would stand again);
 * never what a series says last.
 */
export const GOES = `(o.series_id = any($1::int[]) and (o.period is null or o.status in ('provisional', 'estimated'))
  and (o.period is null or not exists (select from observation x where x.series_id = o.series_id
    and x.valid_to = o.valid_to and x.valid_from = o.valid_from and x.status in ('official', 'revised')))
  and not exists (select from latest l where l.series_id = o.series_id and l.valid_to = o.valid_to
    and l.valid_from = o.valid_from))`

/** The series whose readings of the month are to go. */
export function seriesOf(app: FastifyInstance, { indicators }: DueMonth): number[] {
  const ids = new Set(indicators.map((i) => i.id))
  return app.catalogue
    .now()
    .allSeries()
    .flatMap((s) => (ids.has(s.indicator.id) ? [s.id] : []))
}

/** How many rows of a month go and stay. */
export async function counted(
  client: pg.Pool | pg.PoolClient,
  table: string,
  series: number[],
): Promise<{ goes: number; stays: number }> {
  const { rows } = await client.query<{ goes: string; stays: string }>(
    `select count(*) filter (where ${GOES}) as goes, count(*) filter (where not ${GOES}) as stays from ${table} o`,
    [series],
  )
  return { goes: Number(rows[0]?.goes ?? 0), stays: Number(rows[0]?.stays ?? 0) }
}
