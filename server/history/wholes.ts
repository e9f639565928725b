import type { FastifyInstance } from 'fastify'
import { FLAG, type Status } from '../../shared/vocabulary.ts'
import { dayOf, inForce, type Series } from '../catalogue/index.ts'
import { aggregate } from '../live/index.ts'
import { readPage, readStretches, type SeriesPoint } from './store.ts'

export type WholePoint = SeriesPoint & { parts: number; partsOf: number }
type Wanted = { from?: number | undefined; to?: number | undefined; knownAt?: number | undefined }

const MOST_READ = 100_000
/** Days of a daily whole that are worked out when no beginning is named. */
const DAYS = 400
/** A time with far fewer parts than the best one would look like a fall that never happened. */
const ENOUGH = 0.9

/** Real-time parts do not send at the same instants: their whole is read every ten minutes, over this long. */
const STRETCH_MS = 600_000
const STRETCHES_MS = 26 * 3_600_000

/** Whether the series is one that is worked out from parts. */
export function isWhole({ indicator, unit }: Series): boolean {
  const fromParts = indicator.aggregation !== 'none' && indicator.level !== unit.kind
  return fromParts && (unit.kind === 'nation' || unit.kind === 'region')
}

/** The past of a whole that no source sends, from its parts of each time and the weights that stood then; oldest first. */
export async function wholePoints(
  app: FastifyInstance,
  whole: Series,
  wanted: Wanted,
): Promise<WholePoint[]> {
  const { indicator: i, unit } = whole
  if (!isWhole(whole) || i.aggregation === 'none') return []
  const method = i.aggregation
  const now = app.catalogue.now()
  const parts = new Map(
    now
      .allSeries()
      .flatMap((s) => (s.indicator.id === i.id && s.unit.kind === i.level ? [[s.id, s.unit]] : [])),
  )
  const { to, knownAt } = wanted
  // Without a beginning the newest stretch before the end is meant.
  const end = Math.min(to ?? Date.now(), Date.now())
  const from = wanted.from ?? (i.period === 'daily' ? end - DAYS * 86_400_000 : undefined)
  const rows =
    i.period === 'realtime'
      ? await readStretches(app.db.readPool, [...parts.keys()], {
          from: from ?? end - STRETCHES_MS,
          to: end,
          knownAt,
          stepMs: STRETCH_MS,
        })
      : await readPage(app.db.readPool, [...parts.keys()], { from, to, knownAt, limit: MOST_READ })
  const weightAt = await weights(app, i.weightCode, to, knownAt)
  const times = [...Map.groupBy(rows, (r) => `${r.from}/${r.to}`).values()].flatMap((all): WholePoint[] => {
    const [one] = all
    if (!one) return []
    const day = dayOf(one.to - 1)
    const belongs = (u: typeof unit) =>
      inForce(u, day) && inForce(unit, day) && now.isWithin(u.id, unit.id, day)
    const there = all.flatMap((r) => {
      const of = parts.get(r.series)
      if (!of || !belongs(of)) return []
      return [{ row: r, weight: weightAt(of.id, r.to) }]
    })
    const result = aggregate(
      method,
      there.map(({ row: r, weight }) => ({
        key: r.series,
        value: r.value,
        validFrom: r.from,
        validTo: r.to,
        period: r.period,
        recordedAt: r.recordedAt,
        flags: r.simulated ? FLAG.simulated : 0,
        freshness: 'fresh',
        since: r.to,
        weight,
      })),
      now.unitsOfKind(i.level, day).filter(belongs).length,
    )
    if (!result || Number.isNaN(result.value)) return []
    const simulated = (result.flags & FLAG.simulated) !== 0
    const { value, recordedAt, parts: n, partsOf } = result
    const status = statusOf(there.map(({ row }) => row.status))
    return [
      { ...one, series: whole.id, value, recordedAt, simulated, status, revision: 0, parts: n, partsOf },
    ]
  })
  const share = (p: WholePoint) => (p.partsOf ? p.parts / p.partsOf : 0)
  const best = Math.max(0, ...times.map(share))
  return times.filter((p) => share(p) >= ENOUGH * best).sort((a, b) => a.to - b.to || a.from - b.from)
}

/** The weakest word among the parts is that of the whole. */
const statusOf = (all: Status[]): Status =>
  all.includes('estimated') ? 'estimated' : all.includes('provisional') ? 'provisional' : 'official'

/** Each unit's weight as it stood at an instant: the newest whose time had begun, or null. */
async function weights(
  app: FastifyInstance,
  code: string | null,
  to: number | undefined,
  knownAt: number | undefined,
): Promise<(unitId: number, at: number) => number | null> {
  const now = app.catalogue.now()
  const weight = code ? now.indicator(code) : undefined
  if (!weight) return () => null
  const unitOf = new Map(
    now.allSeries().flatMap((s) => (s.indicator.id === weight.id ? [[s.id, s.unit.id]] : [])),
  )
  const rows = await readPage(app.db.readPool, [...unitOf.keys()], { to, knownAt, limit: MOST_READ })
  const byUnit = Map.groupBy(rows, (r) => unitOf.get(r.series))
  return (unitId, at) => byUnit.get(unitId)?.findLast((r) => r.from < at)?.value ?? null
}
