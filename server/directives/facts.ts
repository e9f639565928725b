import {
  asksForTime,
  publishedState,
  readBack,
  stateAfter,
  type Target,
  type Watched,
  watch,
} from '../../shared/directive.ts'
import type { Directive, Version } from './store.ts'

export const DAY_MS = 86_400_000
export type Known = { value: number; at: number; period: string | null }

/** What holds: the newest version. */
export function versionOf(d: Directive): Version {
  const version = d.versions.at(-1)
  if (!version) throw new Error(`directive ${d.id} has no version`)
  return version
}
export const nextStep = (d: Directive) => (d.steps.at(-1)?.n ?? 0) + 1
const lastAt = (d: Directive, kind: string) => d.steps.findLast((s) => s.kind === kind)?.at ?? null

/** When it was done: reported done and not returned since, else closed. */
export function doneAt(d: Directive): number | null {
  if (stateAfter(d.steps) !== 'closed') return null
  const reported = d.steps.findLast((s) => s.kind === 'complete' || s.kind === 'return')
  return reported?.kind === 'complete' ? reported.at : lastAt(d, 'close')
}

/** How far up the present deadline's overrun was brought; a deadline that was put off begins anew. */
function escalationOf(d: Directive, due: number): { days: number; to: 'duty' | 'leader'; at: number } | null {
  const last = d.steps.findLast((s) => s.kind === 'escalated' && s.at > due)
  const { days, to } = last?.detail ?? {}
  if (!last || typeof days !== 'number' || (to !== 'duty' && to !== 'leader')) return null
  const state = stateAfter(d.steps)
  return state === 'issued' || state === 'accepted' ? { days, to, at: last.at } : null
}

export function factsOf(d: Directive, now: number) {
  const { due } = versionOf(d)
  const state = stateAfter(d.steps)
  const done = doneAt(d)
  const asked = asksForTime(d.steps) ? d.steps.findLast((s) => s.kind === 'ask')?.detail.due : null
  return {
    state,
    due,
    doneAt: done,
    published: publishedState(state, { due, doneAt: done }, now),
    issuedAt: lastAt(d, 'issue'),
    readAt: d.steps.find((s) => s.kind === 'read')?.at ?? null,
    readBackAt: readBack(d.steps)?.at ?? null,
    escalated: escalationOf(d, due),
    reports: d.steps.filter((s) => s.kind === 'report').length,
    askedDue: typeof asked === 'number' ? asked : null,
    proposed: d.steps.findLast((s) => s.kind === 'proposed' || s.kind === 'watched')?.kind === 'proposed',
  }
}

export function targetOf(d: Directive): Target | null {
  const { comparator, target, targetHigh } = versionOf(d)
  return comparator === null || target === null ? null : { comparator, value: target, valueHigh: targetHigh }
}

/** What its number was when it was issued, as its step keeps it. */
export function firstOf(d: Directive): Known | null {
  const first = d.steps.find((s) => s.kind === 'issue')?.detail.first
  return first && typeof first === 'object' ? (first as Known) : null
}

/** How its number stands now; null = it watches none. */
export function watched(d: Directive, known: Known | null, now: number): Watched | null {
  const target = targetOf(d)
  if (!target) return null
  const from = d.steps.find((s) => s.kind === 'issue')?.at ?? d.createdAt
  return watch(target, { from, due: versionOf(d).due, first: firstOf(d)?.value ?? null }, known, now)
}

/** Since when the target has held, as the steps tell. */
export function metSince(d: Directive): number | null {
  const last = d.steps.findLast((s) => s.kind === 'watched')
  return last?.detail.state === 'met' ? last.at : null
}
