import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Code, Day } from '../../shared/api/catalogue.ts'
import { type StandingView, SummaryView } from '../../shared/api/live.ts'
import type { AsOf } from '../../shared/clock.ts'
import { freshnessAt } from '../../shared/freshness.ts'
import { parsePeriod, periodText } from '../../shared/period.ts'
import { RequestError } from '../../shared/refusal.ts'
import { ofOneTime } from '../../shared/time-of-whole.ts'
import { FLAG, type Freshness, type Status, ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import { dayOf, type Indicator, nameOn, type Unit } from '../catalogue/index.ts'
import { type CellNow, flagsOf } from '../live/index.ts'
import { timesFor } from '../trust/index.ts'
import { asOfAsked, TwoTimes } from './asked.ts'
import { bounded } from './bounded.ts'
import { holds } from './calendar.ts'
import { aboutOf } from './export/about.ts'
import { standingRows } from './export/rows.ts'
import { FILES, isFile, sendFile } from './export/send.ts'
import { rank } from './rank.ts'
import { sourcesNow, sourcesThen } from './sources.ts'
import { readApproved, readAsOf, readNewestBefore, type SeriesPoint } from './store.ts'
import type { WholePoint } from './wholes.ts'

const DAY_MS = 86_400_000
const statusOf = (flags: number): Status =>
  flags & FLAG.estimated
    ? 'estimated'
    : flags & FLAG.provisional
      ? 'provisional'
      : flags & FLAG.revised
        ? 'revised'
        : 'official'

/** The standing of every unit of an indicator, now or on a day, beside the period before and a year earlier. */
export const summaryRoute: FastifyPluginAsyncTypebox = async (app) => {
  const { readPool } = app.db

  /** Each series' value that holds on the day; without a day its newest as of the two times. */
  async function valuesOn(
    i: Indicator,
    series: number[],
    day: string | undefined,
    asOf: AsOf,
  ): Promise<Map<number, SeriesPoint>> {
    if (day === undefined) return byId(await readAsOf(readPool, series, asOf))
    const start = Date.parse(`${day}T00:00:00Z`) - ZONE_OFFSET_MS
    const end = Math.min(start + DAY_MS, (asOf.at ?? Number.POSITIVE_INFINITY) + 1)
    const rows = await readNewestBefore(readPool, series, end, asOf.knownAt)
    const noon = start + DAY_MS / 2
    return byId(
      rows.filter((r) =>
        r.from === r.to
          ? r.from >= start
          : holds(parsePeriod(r.period ?? '', i.cutoff) ?? r, noon) || r.to > start,
      ),
    )
  }

  /** What a whole that nobody sent was on that day, or at that instant (ms). */
  async function wholeThen(
    series: number,
    day: string,
    at: number | undefined,
    knownAt: number | undefined,
  ): Promise<WholePoint | undefined> {
    if (at !== undefined)
      return (await app.history.whole(series, { to: at, knownAt })).findLast((p) => p.from <= at)
    const noon = Date.parse(`${day}T12:00:00Z`) - ZONE_OFFSET_MS
    return (await app.history.whole(series, { to: noon, knownAt })).findLast((p) => holds(p, noon))
  }

  /** How old a value was at an instant (ms) of the past, by the present contract. */
  function freshnessThen(i: Indicator, id: number, own: SeriesPoint | undefined, at: number): Freshness {
    const times = app.trust.times(id) ?? timesFor(null, i.period, 'central')
    return freshnessAt(at, own?.to ?? null, times, app.calendar.now()).state
  }

  function standing(
    i: Indicator,
    u: Unit,
    day: string,
    own: SeriesPoint | WholePoint | undefined,
    /** The moment (ms) it is about; null = now: a value that nobody sent is shown as the stream computes it. */
    then: number | null,
  ): StandingView {
    const now = app.catalogue.now()
    const id = now.findSeries(i.id, u.id)
    const cell = id !== undefined && then === null && !own ? app.live.cell(id) : null
    const computed = cell && cell.flags & FLAG.computed ? cell : null
    const has = computed !== null && !Number.isNaN(computed.value)
    const whole = own && 'parts' in own ? own : computed
    const period = own
      ? own.period
      : has
        ? periodText({ from: computed.validFrom, to: computed.validTo }, i.cutoff)
        : null
    const target = now.targetFor(i.id, u.id, period)
    const { vi, en } = nameOn(u, day)
    const shown = own ?? (has ? { from: computed.validFrom, to: computed.validTo, ...computed } : null)
    return {
      unit: u.code,
      unitFrom: u.validFrom,
      kind: u.kind,
      name: { vi, en },
      value: shown?.value ?? null,
      period,
      validFrom: shown?.from ?? null,
      validTo: shown?.to ?? null,
      recordedAt: shown?.recordedAt ?? null,
      status: own?.status ?? (has ? statusOf(computed.flags) : null),
      simulated: own?.simulated ?? Boolean((computed?.flags ?? 0) & FLAG.simulated),
      computed: whole !== null,
      weightMissing: Boolean((computed?.flags ?? 0) & FLAG.weightMissing),
      parts: whole?.parts ?? 0,
      partsOf: whole?.partsOf ?? 0,
      freshness:
        computed?.freshness ??
        (id === undefined
          ? 'never'
          : then === null
            ? app.trust.age(id).state
            : freshnessThen(i, id, own, then)),
      revision: own?.revision ?? 0,
      flags: flagsNow(id, own, computed, then),
      approved: null,
      rank: null,
      before: null,
      lastYear: null,
      target: target && {
        comparator: target.comparator,
        value: target.value,
        valueHigh: target.valueHigh,
        period: target.period,
        source: target.source,
        simulated: target.simulated,
      },
    }
  }

  /** What is said of the number: by the stream now; of a past, what its row says. */
  function flagsNow(
    id: number | undefined,
    own: SeriesPoint | WholePoint | undefined,
    computed: CellNow | null,
    then: number | null,
  ): number {
    if (computed) return computed.flags
    if (!own) return 0
    const live = id !== undefined && then === null ? app.live.cell(id) : null
    if (live && live.validTo === own.to && live.recordedAt === own.recordedAt) return live.flags
    return 'parts' in own ? FLAG.computed : flagsOf(own)
  }

  /** Neither hides the other: beside what is provisional or estimated stands the newest that was approved. */
  async function approve(
    rows: { standing: StandingView; series: number | undefined }[],
    asOf: AsOf,
  ): Promise<void> {
    const asked = rows.filter((r) => r.standing.status === 'provisional' || r.standing.status === 'estimated')
    const approved = byId(
      await readApproved(
        readPool,
        asked.flatMap((r) => r.series ?? []),
        asOf,
      ),
    )
    for (const { standing, series = -1 } of asked) {
      const { value, period, from, to, recordedAt } = approved.get(series) ?? {}
      if (value === undefined || from === undefined || to === undefined || recordedAt === undefined) continue
      standing.approved = { value, period: period ?? null, validFrom: from, validTo: to, recordedAt }
    }
  }

  /** Fills in what each unit had earlier; units of the same period are read together, instants each before its own. */
  async function compare(
    i: Indicator,
    rows: { standing: StandingView; series: number | undefined }[],
    knownAt: number | undefined,
  ): Promise<void> {
    const valued = rows.filter((r) => r.series !== undefined && r.standing.validFrom !== null)
    const groups = Map.groupBy(
      valued,
      (r) => r.standing.period ?? (i.period === 'realtime' ? 'now' : `${r.standing.validFrom}`),
    )
    for (const group of groups.values()) {
      const period = group[0]?.standing.period ?? null
      const series = group.flatMap((r) => r.series ?? [])
      const at = { period, validFrom: group.map((r) => r.standing.validFrom ?? 0), knownAt }
      const [before, lastYear] = await Promise.all([
        app.history.before(series, at),
        app.history.lastYear(series, at),
      ])
      for (const { standing, series: id = -1 } of group) {
        standing.before = before.get(id) ?? null
        standing.lastYear = lastYear.get(id) ?? null
      }
    }
  }

  app.get(
    '/api/indicator/:code/summary',
    {
      config: { scope: 'series' },
      preHandler: app.requireAny(),
      schema: {
        tags: ['history'],
        summary: 'One indicator over all its units, now, on a day, or as of two times',
        params: Type.Object({ code: Code }),
        querystring: Type.Object({
          day: Type.Optional(Day),
          ...TwoTimes,
          format: Type.Optional(Type.Enum(['json', ...FILES])),
        }),
        response: { 200: SummaryView },
      },
    },
    async (request, reply) => {
      const now = app.catalogue.now()
      const i = now.indicator(request.params.code)
      if (!i) throw new RequestError('NOT_FOUND', { indicator: request.params.code })
      const asked = request.query.day
      if (asked !== undefined && Number.isNaN(Date.parse(asked)))
        throw new RequestError('BAD_REQUEST', { field: 'day', value: asked })
      const { at, knownAt } = asOfAsked(request.query)
      const moment = at ?? knownAt
      const day = asked ?? dayOf(moment ?? Date.now())
      const principal = app.access.principal(request)
      const nation = now.nation()
      const units = [nation, ...now.unitsOfKind(i.level, day).filter((u) => u.id !== nation.id)].filter(
        (u) => {
          const id = now.findSeries(i.id, u.id)
          return id === undefined
            ? app.access.visibleUnit(principal, u.id)
            : app.access.canSeeSeries(principal, id)
        },
      )
      const ids = units.flatMap((u) => now.findSeries(i.id, u.id) ?? [])
      const values = await bounded(valuesOn(i, ids, asked, { at, knownAt }))
      const present = moment === undefined && (asked === undefined || asked === dayOf(Date.now()))
      const noon = Date.parse(`${day}T12:00:00Z`) - ZONE_OFFSET_MS
      const nationSeries = now.findSeries(i.id, nation.id)
      const sent = nationSeries === undefined || values.has(nationSeries)
      const past =
        present || sent
          ? undefined
          : await wholeThen(nationSeries, day, asked === undefined ? moment : undefined, knownAt)
      const rows = units.map((u) => {
        const series = now.findSeries(i.id, u.id)
        const own = series === undefined ? undefined : values.get(series)
        return {
          standing: standing(
            i,
            u,
            day,
            own ?? (u === nation ? past : undefined),
            present ? null : (moment ?? noon),
          ),
          series,
        }
      })
      await compare(i, rows, knownAt)
      await bounded(approve(rows, { at: asked ? noon : at, knownAt }))
      const all = rows.map((r) => r.standing)
      const level = all.filter((s) => s.kind !== 'nation' || i.level === 'nation')
      rank(ofOneTime(level, i.period), i.direction)
      const { format } = request.query
      if (isFile(format)) {
        const title = `${i.name.vi} / ${i.name.en}`
        const about = await aboutOf(app, title, [...values.values()], {
          at: at ?? (asked ? noon : undefined),
          knownAt,
        })
        await sendFile(reply, format, i.code, { ...standingRows(i, all), about })
        return reply
      }
      return {
        day,
        nation: all.find((s) => s.kind === 'nation') ?? null,
        units: i.level === 'nation' ? [] : level,
        sources: present
          ? sourcesNow(
              app,
              ids.filter((id) => values.has(id)),
            )
          : await sourcesThen(app, [...values.values()], moment ?? noon),
      }
    },
  )
}

const byId = (rows: SeriesPoint[]) => new Map(rows.map((r) => [r.series, r]))
