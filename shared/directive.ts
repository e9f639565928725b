// The life of a directive and how its own number stands to its target: one rule for server, pages and tests.
import type { Comparator } from './vocabulary.ts'

export const DIRECTIVE_STATES = ['draft', 'issued', 'accepted', 'completed', 'closed', 'withdrawn'] as const
export type DirectiveState = (typeof DIRECTIVE_STATES)[number]
/** What people do, by side; `change` writes a new version and is asked for by itself. */
export const ISSUER_ACTS = ['issue', 'close', 'return', 'withdraw', 'grant', 'deny'] as const
export const ADDRESSEE_ACTS = ['read', 'readback', 'accept', 'answer', 'report', 'complete', 'ask'] as const
/** What a point that came by a link may do of these, in its own session. */
export const POINT_ACTS = ['read', 'readback', 'accept', 'answer'] as const
export type PointAct = (typeof POINT_ACTS)[number]
export type IssuerAct = (typeof ISSUER_ACTS)[number]
export type AddresseeAct = (typeof ADDRESSEE_ACTS)[number]
export type DirectiveAct = IssuerAct | AddresseeAct
/** What the system writes down. */
export type SystemStep = 'drafted' | 'changed' | 'watched' | 'proposed' | 'reminded' | 'overdue' | 'escalated'
export type StepKind = DirectiveAct | SystemStep
export const PRIORITIES = ['normal', 'urgent', 'immediate'] as const
export type Priority = (typeof PRIORITIES)[number]

/** From which states an act may be done, and where it leads; null = it stays. */
const LIFE: Record<DirectiveAct, { from: readonly DirectiveState[]; to: DirectiveState | null }> = {
  issue: { from: ['draft'], to: 'issued' },
  read: { from: ['issued'], to: null },
  readback: { from: ['issued', 'accepted'], to: null },
  accept: { from: ['issued'], to: 'accepted' },
  answer: { from: ['issued', 'accepted', 'completed'], to: null },
  report: { from: ['accepted'], to: null },
  complete: { from: ['accepted'], to: 'completed' },
  ask: { from: ['issued', 'accepted'], to: null },
  close: { from: ['accepted', 'completed'], to: 'closed' },
  return: { from: ['completed'], to: 'accepted' },
  withdraw: { from: ['draft', 'issued', 'accepted', 'completed'], to: 'withdrawn' },
  grant: { from: ['issued', 'accepted'], to: null },
  deny: { from: ['issued', 'accepted'], to: null },
}
/** Acts that mean nothing without a word of why. */
export const NEEDS_NOTE: ReadonlySet<DirectiveAct> = new Set([
  ...(['answer', 'report', 'complete', 'ask', 'return', 'withdraw', 'deny'] as const),
])

const isAct = (kind: StepKind): kind is DirectiveAct => kind in LIFE
/** Where its steps, oldest first, have led. */
export function stateAfter(steps: readonly { kind: StepKind }[]): DirectiveState {
  let state: DirectiveState = 'draft'
  for (const { kind } of steps) if (isAct(kind)) state = LIFE[kind].to ?? state
  return state
}
/** Whether an extension was asked for and not answered. */
export const asksForTime = (steps: readonly { kind: StepKind }[]): boolean => {
  const last = steps.findLast(({ kind }) => kind === 'ask' || kind === 'grant' || kind === 'deny')
  return last?.kind === 'ask'
}
/** What is asked was put anew by these: it is read back anew. */
const PUTS: ReadonlySet<StepKind> = new Set(['issue', 'changed', 'grant'])
/** The reading back of what is asked now; null while its addressee has not read it back. */
export function readBack<S extends { kind: StepKind }>(steps: readonly S[]): S | null {
  const last = steps.findLast(({ kind }) => PUTS.has(kind) || kind === 'readback')
  return last?.kind === 'readback' ? last : null
}
/** Who it is for has taken a word of it as given: from then on a change is a new version. */
const TAKEN: ReadonlySet<StepKind> = new Set(['readback', 'accept', 'answer'])
/** Whether a change now mends what was just said, and makes no new version: in session, until it is read back. */
export function stillMended(steps: readonly { kind: StepKind }[], inSession: boolean): boolean {
  if (steps.some(({ kind }) => TAKEN.has(kind))) return false
  return inSession || stateAfter(steps) === 'draft'
}
export function mayAct(act: DirectiveAct, steps: readonly { kind: StepKind }[]): boolean {
  if ((act === 'grant' || act === 'deny') && !asksForTime(steps)) return false
  if (act === 'ask' && asksForTime(steps)) return false
  if (act === 'readback' && readBack(steps)) return false
  return LIFE[act].from.includes(stateAfter(steps))
}

/** Open ones are listed up to so many, the nearest deadline first. */
export const OPEN_LISTED = 1_000
export const PUBLISHED = ['doneOnTime', 'doneLate', 'openInTime', 'openOverdue'] as const
export type Published = (typeof PUBLISHED)[number]
/**
 * The four states that are made public; null = it does not count (a draft, or withdrawn). Done is what was verified; it
 * was done when it was reported done. Times in ms.
 */
export function publishedState(
  state: DirectiveState,
  { due, doneAt }: { due: number; doneAt: number | null },
  now: number,
): Published | null {
  if (state === 'draft' || state === 'withdrawn') return null
  if (state === 'closed') return (doneAt ?? now) <= due ? 'doneOnTime' : 'doneLate'
  return now <= due ? 'openInTime' : 'openOverdue'
}

export const WATCH_STATES = ['met', 'onCourse', 'slipping', 'missed', 'unknown'] as const
export type WatchState = (typeof WATCH_STATES)[number]
export type Target = { comparator: Comparator; value: number; valueHigh: number | null }

/** How far a value is from meeting the target; 0 = it meets it. */
export function distance(value: number, { comparator, value: aim, valueHigh }: Target): number {
  switch (comparator) {
    case '>':
    case '>=':
      return Math.max(0, aim - value)
    case '<':
    case '<=':
      return Math.max(0, value - aim)
    case '=':
      return Math.abs(value - aim)
    case 'range':
      return Math.max(0, aim - value, value - (valueHigh ?? aim))
  }
}
const meets = (value: number, target: Target) =>
  target.comparator === '>'
    ? value > target.value
    : target.comparator === '<'
      ? value < target.value
      : distance(value, target) === 0

/** This much behind the straight way still counts as on course. */
const SLACK = 0.05
export type Watched = {
  state: WatchState
  /** Of the way from where it stood when it was issued to the target; below 0 it moved away. Null = not known. */
  progress: number | null
  /** Of the time from issue to deadline that had gone when the value was true. */
  elapsed: number | null
}

/**
 * How the number stands: met; missed once the deadline is over; else on course while it has come at least as far as the
 * straight way from its first value to the target at the deadline would have it by the value's own time. Times in ms.
 */
export function watch(
  target: Target,
  { from, due, first }: { from: number; due: number; first: number | null },
  known: { value: number; at: number } | null,
  now: number,
): Watched {
  if (!known) return { state: now > due ? 'missed' : 'unknown', progress: null, elapsed: null }
  const way = first === null ? null : distance(first, target)
  const left = distance(known.value, target)
  const progress = way === null ? null : way === 0 ? (left === 0 ? 1 : -1) : 1 - left / way
  const elapsed = due > from ? Math.min(1, Math.max(0, (known.at - from) / (due - from))) : 1
  if (meets(known.value, target)) return { state: 'met', progress, elapsed }
  if (now > due) return { state: 'missed', progress, elapsed }
  if (progress === null) return { state: 'unknown', progress, elapsed }
  return { state: progress >= elapsed - SLACK ? 'onCourse' : 'slipping', progress, elapsed }
}

export const DUE_BUCKETS = ['over', 'day', 'week', 'month', 'later', 'done'] as const
export type DueBucket = (typeof DUE_BUCKETS)[number]
const DAY_MS = 86_400_000
/** How near its deadline is; what is done has none any more. Times in ms. */
export function dueBucket(due: number, published: Published | null, now: number): DueBucket {
  if (published === 'doneOnTime' || published === 'doneLate') return 'done'
  const left = due - now
  if (left < 0) return 'over'
  return left <= DAY_MS ? 'day' : left <= 7 * DAY_MS ? 'week' : left <= 30 * DAY_MS ? 'month' : 'later'
}
