import type { FastifyInstance } from 'fastify'
import type { AlarmCondition } from '../../../shared/api/alarms.ts'
import type { Calendar } from '../../../shared/calendar.ts'
import { ageing, freshnessAt, type Times } from '../../../shared/freshness.ts'
import { addDuration } from '../../../shared/period.ts'
import { dayOf, nameOn } from '../../catalogue/index.ts'
import { judgeFreshness } from '../evaluate/judge.ts'
import type { Timing } from '../evaluate/place.ts'
import { type Firing, firingsOf, type PastLook } from '../evaluate/replay.ts'
import { seriesOf } from '../series-places.ts'
import type { Tried } from './back-test-standing.ts'
import { readStates, readStood, type Span, type Stood } from './past.ts'

type Freshness = Extract<AlarmCondition, { kind: 'freshness' }>
/** Series tried, silences read of one, and how long the reading of all may take. */
const MOST_SERIES = 120
const MOST_STOOD = 20_000
const MOST_MS = 20_000
/** The shortest month is so much shorter than what a month from a given day may be. */
const SHORT_MONTHS_MS = 3 * 86_400_000

/**
 * When series would have been late or stale, by when each of their values was recorded. What was promised is taken from
 * the contracts and the calendar of today.
 */
export async function tryFreshness(
  app: FastifyInstance,
  c: Freshness,
  timing: Timing,
  span: Span,
): Promise<Tried> {
  const all = seriesOf(app, c)
  const list = all.slice(0, MOST_SERIES)
  const calendar = app.calendar.now()
  const dead = await deadTimes(app, span)
  const tried: Tried = { places: 0, read: 0, left: 0, firings: [] }
  const begun = performance.now()
  for (const series of list) {
    if (performance.now() - begun > MOST_MS) break
    tried.places++
    const times = app.trust.times(series.id)
    // Nobody ever sent it: it cannot be late.
    if (!times) continue
    const { read, stood } = await readStood(
      app.db.readPool,
      series.id,
      span,
      leastLate(times, span),
      MOST_STOOD,
    )
    tried.read += read
    const name = nameOn(series.unit, dayOf(span.to))
    const connection = app.trust.connectionOf(series.id)
    const found = firingsOf(looksOf(c, stood, times, calendar, span.to), timing, span.to)
    for (const f of unexplained(found, dead.get(connection ?? '') ?? [], timing, span.to))
      tried.firings.push({ place: { vi: name.vi, en: name.en }, ...f })
  }
  return { ...tried, left: all.length - tried.places }
}

/** No value is late sooner than this after the end of its time (ms), whatever the calendar puts off. */
function leastLate({ period, graceSeconds }: Times, { from }: Span): number {
  const whole = addDuration(from, period) - from
  return Math.max(0, whole - (period.includes('T') ? 0 : SHORT_MONTHS_MS)) + graceSeconds * 1000
}

/** How the series stood at each value that may have been late, and at the instants at which that one aged. */
function looksOf(
  { state }: Freshness,
  stood: readonly Stood[],
  times: Times,
  calendar: Calendar,
  to: number,
): PastLook[] {
  const looks: PastLook[] = []
  for (const [i, { at, base, until }] of stood.entries()) {
    const { lateAt, staleAt } = ageing(base, times, calendar)
    for (const t of new Set([at, lateAt, staleAt]))
      if (t >= at && t < (until ?? to))
        looks.push({
          ...{ at: t, figure: null },
          verdict: judgeFreshness(state, freshnessAt(t, base, times, calendar).state),
        })
    // The value that took its place was in time, or it is the next of the list.
    if (until !== null && stood[i + 1]?.at !== until) looks.push({ at: until, verdict: 'off', figure: null })
  }
  return looks
}

/** When nothing came over each connection, so that what was late of it is not raised beside that. */
async function deadTimes(app: FastifyInstance, { from }: Span): Promise<Map<string, Span[]>> {
  const saysLate = (id: string) =>
    app.alarms.rulebook.rules.some(({ input: { enabled, condition: c } }) => {
      const named = c.kind === 'connection' && (!c.connections.length || c.connections.includes(id))
      return enabled && named && c.states.includes('late')
    })
  const ids = app.intake.connections.list().map((c) => c.id)
  const states = await readStates(app.db.readPool, ids, from)
  return new Map(
    ids.map((id) => {
      const late = saysLate(id)
      const own = states.get(id) ?? []
      const dead = own.flatMap(({ at, state }, i): Span[] =>
        state === 'lost' || (late && state === 'late')
          ? [{ from: at, to: own[i + 1]?.at ?? Number.POSITIVE_INFINITY }]
          : [],
      )
      return [id, dead]
    }),
  )
}

/** What a dead connection explained was raised only once that was back, if it still held, and was held anew. */
function unexplained(
  firings: readonly Firing[],
  dead: readonly Span[],
  { holdMs }: Timing,
  to: number,
): Firing[] {
  return firings.flatMap((f) => {
    let from = f.from
    for (const d of dead) if (from >= d.from && from < d.to) from = d.to + holdMs
    return from < (f.to ?? to) ? [{ ...f, from }] : []
  })
}
