import { stateAfter } from '../../shared/directive.ts'
import { DAY_MS, versionOf } from './facts.ts'
import type { Directive, Step } from './store.ts'

export type NewStep = Pick<Step, 'kind' | 'detail'>
/** In days: before the deadline it is reminded of; after it, it is brought up step by step. */
export type ReminderRules = { before: readonly number[]; after: readonly number[] }

/** The first step of an overrun is the duty officer's, all further ones are the leader's. */
const whom = (place: number): 'duty' | 'leader' => (place === 0 ? 'duty' : 'leader')

/**
 * What the deadline asks to be written now: reminders before it, that it is over, and how far up that was brought. What a
 * step says already is not written again, so that neither a restart nor a second look repeats it; of several that fell
 * due while nobody looked the last stands for all. Pure; times in ms.
 */
export function dueSteps(d: Directive, now: number, { before, after }: ReminderRules): NewStep[] {
  const state = stateAfter(d.steps)
  const issuedAt = d.steps.find((s) => s.kind === 'issue')?.at
  if (issuedAt === undefined || state === 'closed' || state === 'withdrawn') return []
  const { due, version } = versionOf(d)
  const found: NewStep[] = []
  const told = (kind: string, days?: number) =>
    d.steps.some(
      (s) =>
        s.kind === kind && s.detail.version === version && (days === undefined || s.detail.days === days),
    )
  // A deadline that was put off has another version: it is reminded of anew.
  const coming = [...before]
    .sort((a, b) => a - b)
    .find((days) => now >= due - days * DAY_MS && now < due && issuedAt < due - days * DAY_MS)
  if (coming !== undefined && !told('reminded', coming))
    found.push({ kind: 'reminded', detail: { days: coming, version } })
  // What was reported done waits for its giver, not for the agency.
  if (now <= due || state === 'completed') return found
  if (!told('overdue')) found.push({ kind: 'overdue', detail: { version } })
  const steps = [...after].sort((a, b) => a - b)
  const place = steps.findLastIndex((days) => now >= due + days * DAY_MS)
  const days = steps[place]
  if (days !== undefined && !told('escalated', days))
    found.push({ kind: 'escalated', detail: { days, to: whom(place), version } })
  return found
}
