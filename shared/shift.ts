import { DAY_MS, dayNumber, dayText, startOfDay } from './calendar.ts'

/** From which day on a day has these shifts. `starts`: minutes after midnight in Viet Nam, ascending. */
export type ShiftPlan = { fromDay: string; starts: readonly number[] }
/** A shift is named by the day on which it begins and its number in that day, from 1. */
export type ShiftRef = { day: string; no: number }
/** Half-open [from, to), ms since 1970. */
export type Shift = ShiftRef & { from: number; to: number }

const MINUTE_MS = 60_000
/** Who comes this long before a shift begins, comes for that shift. */
export const EARLY_MS = 45 * MINUTE_MS

export const dayOfText = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
export const sameShift = (a: ShiftRef, b: ShiftRef): boolean => a.day === b.day && a.no === b.no

/** The plan in force on a day (`dayNumber`); the oldest one for days before all. */
export function planOn(plans: readonly ShiftPlan[], day: number): ShiftPlan {
  const sorted = [...plans].sort((a, b) => (a.fromDay < b.fromDay ? -1 : 1))
  const text = dayText(day)
  const found = sorted.findLast((p) => p.fromDay <= text) ?? sorted[0]
  return found ?? { fromDay: '2000-01-01', starts: [0] }
}

/** The shifts that begin on a day; each lasts until the next, the last until the first of the day after. */
export function shiftsOf(plans: readonly ShiftPlan[], day: number): Shift[] {
  const { starts } = planOn(plans, day)
  const next = startOfDay(day + 1) + (planOn(plans, day + 1).starts[0] ?? 0) * MINUTE_MS
  const from = (minutes: number) => startOfDay(day) + minutes * MINUTE_MS
  return starts.map((minutes, i) => {
    const after = starts[i + 1]
    return { day: dayText(day), no: i + 1, from: from(minutes), to: after === undefined ? next : from(after) }
  })
}

/** The shift that holds an instant; before the first start of a day it is the last of the day before. */
export function shiftAt(plans: readonly ShiftPlan[], at: number): Shift {
  const day = dayNumber(at)
  const around = [...shiftsOf(plans, day - 1), ...shiftsOf(plans, day)]
  const found = around.find((s) => s.from <= at && at < s.to) ?? around.at(-1)
  if (!found) throw new Error('a plan without shifts')
  return found
}

/** Null for a number that the day does not have. */
export const shiftNamed = (plans: readonly ShiftPlan[], ref: ShiftRef): Shift | null =>
  shiftsOf(plans, dayOfText(ref.day)).find((s) => s.no === ref.no) ?? null

export const shiftAfter = (plans: readonly ShiftPlan[], shift: Shift): Shift => shiftAt(plans, shift.to)

/** The shift that somebody who signs in now stands for. */
export function shiftToStand(plans: readonly ShiftPlan[], at: number): Shift {
  const now = shiftAt(plans, at)
  return now.to - at <= EARLY_MS ? shiftAfter(plans, now) : now
}

/** Who hands over sooner than this before a shift's end hands over the shift that runs, not the one after it. */
export const HANDOVER_MS = 120 * MINUTE_MS
/** The shift that whoever takes over from one who stands for `own` stands for. */
export function shiftHandedTo(plans: readonly ShiftPlan[], own: ShiftRef, at: number): Shift {
  const running = shiftNamed(plans, own)
  if (!running || running.to <= at) return shiftToStand(plans, at)
  return at < running.to - HANDOVER_MS ? running : shiftAfter(plans, running)
}

/** What is wrong with the starts of a plan; null when nothing is. */
export function planFault(starts: readonly number[]): 'EMPTY' | 'RANGE' | 'ORDER' | null {
  if (!starts.length || starts.length > 6) return 'EMPTY'
  if (starts.some((m) => !Number.isInteger(m) || m < 0 || m >= 1440)) return 'RANGE'
  return starts.some((m, i) => i > 0 && m <= (starts[i - 1] ?? 0)) ? 'ORDER' : null
}

export type Planned = { day: string; no: number; position: string; account: number }
export type RosterNote =
  | { kind: 'gap'; day: string; no: number; position: string }
  | { kind: 'double'; day: string; no: number; account: number; positions: string[] }
/** Positions that a shift needs and nobody is planned for, and people planned for two at once. */
export function rosterNotes(
  shifts: readonly ShiftRef[],
  positions: readonly { id: string; needed: boolean }[],
  planned: readonly Planned[],
): RosterNote[] {
  return shifts.flatMap(({ day, no }) => {
    const here = planned.filter((p) => p.day === day && p.no === no)
    const gaps = positions
      .filter((p) => p.needed && !here.some((h) => h.position === p.id))
      .map((p): RosterNote => ({ kind: 'gap', day, no, position: p.id }))
    const doubles = [...new Set(here.map((h) => h.account))].flatMap((account): RosterNote[] => {
      const at = here.filter((h) => h.account === account).map((h) => h.position)
      return at.length > 1 ? [{ kind: 'double', day, no, account, positions: at }] : []
    })
    return [...gaps, ...doubles]
  })
}

export type Presence = 'here' | 'away' | 'signed-out'
export type WatchNote =
  | { kind: 'vacant'; position: string }
  | { kind: 'double'; account: number; positions: string[] }
  | { kind: 'absent'; position: string; account: number; presence: Presence; since: number }
  | { kind: 'overstaying'; position: string; account: number; since: number }
/** What the room must hear of its own watch. `over`: since when the shift that the holder came for is over. */
export function watchNotes(
  positions: readonly { id: string; needed: boolean }[],
  holders: readonly {
    position: string
    account: number
    presence: Presence
    presenceSince: number
    over: number | null
  }[],
): WatchNote[] {
  const vacant = positions
    .filter((p) => p.needed && !holders.some((h) => h.position === p.id))
    .map((p): WatchNote => ({ kind: 'vacant', position: p.id }))
  const doubles = [...new Set(holders.map((h) => h.account))].flatMap((account): WatchNote[] => {
    const at = holders.filter((h) => h.account === account).map((h) => h.position)
    return at.length > 1 ? [{ kind: 'double', account, positions: at }] : []
  })
  const rest = holders.flatMap((h): WatchNote[] => [
    ...(h.presence === 'here'
      ? []
      : [
          {
            kind: 'absent' as const,
            position: h.position,
            account: h.account,
            presence: h.presence,
            since: h.presenceSince,
          },
        ]),
    ...(h.over === null
      ? []
      : [{ kind: 'overstaying' as const, position: h.position, account: h.account, since: h.over }]),
  ])
  return [...vacant, ...doubles, ...rest]
}
