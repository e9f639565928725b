// The scenario's own time against the real one, and what was expected of people. Times are ms, minutes are the scenario's.
import type { CurveInject, Expected, Inject, JUDGED, Scenario } from '../api/exercise.ts'

/** The clock was set so: from `at` on it runs at `speed` minutes a minute, or stands. */
export type ClockSet = { at: number; minute: number; speed: number; running: boolean }

/** The scenario's minute at a moment, by the clock's settings so far (oldest first); before the first it is 0. */
export function minuteAt(settings: readonly ClockSet[], at: number): number {
  let last: ClockSet | undefined
  for (const s of settings) if (s.at <= at) last = s
  if (!last) return 0
  return last.minute + (last.running ? ((at - last.at) / 60_000) * last.speed : 0)
}

/** A curve's value at a minute; null before its first point. */
export function curveValue(points: CurveInject['points'], minute: number): number | null {
  let before: readonly number[] | undefined
  for (const point of points) {
    const [m = 0, value = 0] = point
    if (m > minute) {
      if (!before) return null
      const [m0 = 0, v0 = 0] = before
      return v0 + ((value - v0) * (minute - m0)) / (m - m0)
    }
    before = point
  }
  return before?.[1] ?? null
}

/**
 * The injects that came, and by how many minutes each was brought on before its own; 0 in its time. What it brings then runs
 * its whole course so much earlier.
 */
export type Came = ReadonlyMap<string, number>
export const earlyBy = (inject: Inject, minute: number): number => Math.max(0, inject.at - minute)

/** How far an inject that came has run, as a minute of its own; null before it comes. */
export function ownMinute(inject: Inject, minute: number, came: Came): number | null {
  const early = came.get(inject.id)
  // The sum may fall short of its minute by a hair, and a clock that goes on after a cut by a second.
  return early === undefined ? null : Math.max(inject.at, minute + early)
}

export const isSilent = (
  injects: readonly Inject[],
  connection: string,
  minute: number,
  came: Came,
): boolean =>
  injects.some((i) => {
    if (i.kind !== 'silence' || i.connection !== connection) return false
    const own = ownMinute(i, minute, came)
    return own !== null && own < i.until
  })

/** What comes once and is due by now and not yet done, in order. */
export const dueBy = (scenario: Scenario, minute: number, came: Came): Inject[] =>
  scenario.injects.filter((i) => i.at <= minute && !came.has(i.id)).sort((a, b) => a.at - b.at)

export type Act = { at: number; actor: string; action: string; subject: string | null }
export type Judged = {
  state: (typeof JUDGED)[number]
  injectMinute: number | null
  dueMinute: number | null
  doneMinute: number | null
  doneAt: number | null
  by: string | null
}

const fits = (e: Expected, act: Act) =>
  e.acts.some((name) => (name.endsWith('.') ? act.action.startsWith(name) : act.action === name)) &&
  (e.subject === undefined || (act.subject ?? '').startsWith(e.subject))

/**
 * What became of an expectation: waiting for its inject, open, met in time, late, or missed. The first fitting act after
 * the inject counts. `injectedAt`: when the inject came, null when it did not.
 */
export function judge(
  e: Expected,
  injectedAt: number | null,
  acts: readonly Act[],
  clock: readonly ClockSet[],
  now: { minute: number; ended: boolean },
): Judged {
  if (injectedAt === null)
    return {
      state: now.ended ? 'missed' : 'waiting',
      ...{ injectMinute: null, dueMinute: null, doneMinute: null, doneAt: null, by: null },
    }
  const injectMinute = minuteAt(clock, injectedAt)
  const dueMinute = injectMinute + e.within
  const act = acts.find((a) => a.at >= injectedAt && fits(e, a))
  const doneMinute = act ? minuteAt(clock, act.at) : null
  const state =
    doneMinute !== null
      ? doneMinute <= dueMinute
        ? 'met'
        : 'late'
      : now.ended || now.minute > dueMinute
        ? 'missed'
        : 'open'
  return { state, injectMinute, dueMinute, doneMinute, doneAt: act?.at ?? null, by: act?.actor ?? null }
}
