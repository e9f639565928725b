import type { FastifyInstance } from 'fastify'
import type { Cell } from '../../shared/frame/cell.ts'
import type { CellMeta, TargetMeta } from '../../shared/live.ts'
import { FLAG } from '../../shared/vocabulary.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import type { Checks } from '../checks/index.ts'
import type { Trust } from '../trust/index.ts'
import type { Computed } from './computed.ts'
import type { LatestTable } from './latest.ts'

export type CellNow = Omit<Cell, 'index'>
const NOTHING: CellNow = {
  value: Number.NaN,
  validFrom: 0,
  validTo: 0,
  recordedAt: 0,
  flags: 0,
  freshness: 'never',
  since: 0,
  revision: 0,
  parts: 0,
  partsOf: 0,
}

/**
 * What a screen is told of a series: what a source sent, else what was computed, else that there is nothing. `trust` and
 * `at` are those of another time when a past is shown.
 */
export function cellsOf(
  app: FastifyInstance,
  latest: Pick<LatestTable, 'has' | 'get'>,
  computed: Computed,
  trust: Pick<Trust, 'age' | 'times' | 'connectionOf'> = app.trust,
  at: () => number = Date.now,
  doubtful: Checks['doubtful'] = (series, period) => app.checks.doubtful(series, period),
) {
  const { catalogue, intake } = app

  function cell(series: number): CellNow {
    if (latest.has(series)) {
      const { period, ...v } = latest.get(series)
      const age = trust.age(series)
      if (doubtful(series, period)) v.flags |= FLAG.disputed
      return { ...v, freshness: age.state, since: age.since, parts: 0, partsOf: 0 }
    }
    const c = computed.of(series)
    if (!c) return NOTHING
    const { value, validFrom, validTo, recordedAt, freshness, since, parts, partsOf, period } = c
    // What is worked out from a number in doubt is in doubt with it.
    const doubt = doubtful(series, period) || c.used.some((part) => doubtful(part, period))
    const flags = doubt ? c.flags | FLAG.disputed : c.flags
    return { value, validFrom, validTo, recordedAt, flags, freshness, since, revision: 0, parts, partsOf }
  }

  const period = (series: number) =>
    latest.has(series) ? latest.get(series).period : (computed.of(series)?.period ?? null)

  function target(series: number): TargetMeta | null {
    const now = catalogue.now()
    const s = now.series(series)
    const t = s && now.targetFor(s.indicator.id, s.unit.id, period(series))
    if (!t) return null
    const { comparator, value, valueHigh, source, simulated } = t
    return { comparator, value, valueHigh, period: t.period, source, simulated }
  }

  /** What does not change while a view is open. Undefined for a series the catalogue does not know. */
  function meta(series: number): CellMeta | undefined {
    const s = catalogue.now().series(series)
    if (!s) return undefined
    const { indicator: i, unit: u } = s
    // A computed value ages with its parts; their contract is that of any of them.
    const supplier = trust.connectionOf(series) ?? connectionOfParts(series)
    const connection = supplier ? intake.connections.get(supplier) : undefined
    const name = nameOn(u, dayOf(at()))
    const sent = trust.connectionOf(series) !== null
    const owner = catalogue.now().unitsOfCode(i.ownerCode).at(-1)
    // What is worked out from many is no one part's word: its owner stands for it.
    const agency = sent && connection ? catalogue.now().unitById(connection.agencyId) : owner
    const source = agency && nameOn(agency, dayOf(at()))
    return {
      series,
      indicator: i.code,
      unit: u.code,
      unitFrom: u.validFrom,
      unitKind: u.kind,
      unitName: { vi: name.vi, en: name.en },
      name: i.name,
      short: i.short,
      measure: i.measure,
      symbol: catalogue.now().measure(i.measure)?.symbol ?? { vi: i.measure, en: i.measure },
      decimals: i.decimals,
      direction: i.direction,
      period: i.period,
      cutoff: i.cutoff,
      section: i.section,
      owner: i.ownerCode,
      source: source ? { vi: source.vi, en: source.en } : null,
      connection: connection?.id ?? null,
      times: trust.times(series) ?? timesOfParts(series),
      target: target(series),
    }
  }
  const firstPart = (series: number) => computed.of(series)?.used[0]
  const connectionOfParts = (series: number) => {
    const part = firstPart(series)
    return part === undefined ? null : trust.connectionOf(part)
  }
  const timesOfParts = (series: number) => {
    const part = firstPart(series)
    return part === undefined ? null : trust.times(part)
  }

  return { cell, meta, period, target }
}
export type Cells = ReturnType<typeof cellsOf>
