import type { MessageInject, ReviewView, Scenario } from '../../../shared/api/exercise.ts'
import { type AccountPrincipal, actorOf } from '../../access/index.ts'
import type { Kept, Step } from './store.ts'

/** Who sees what is still to come: whoever began the exercise, and administrators. The others are exercised. */
export const conducts = (p: AccountPrincipal, { startedBy }: Pick<Kept, 'startedBy'>): boolean =>
  p.role === 'administrator' || actorOf(p) === startedBy

/**
 * Whether a message is this person's to take. `holders`: the accounts that stand watch at a position. Where nobody does, or
 * the scenario names neither position nor role, the desk takes it.
 */
export function isTold(
  p: Pick<AccountPrincipal, 'id' | 'role'>,
  { position, role }: Pick<MessageInject, 'position' | 'role'>,
  holders: (position: string) => readonly number[],
): boolean {
  const named = position === undefined ? [] : holders(position)
  if (named.length) return named.includes(p.id)
  return role === undefined ? p.role === 'duty' || p.role === 'leader' : p.role === role
}

/** The messages that came so far, and who took them. */
export function messagesOf(scenario: Scenario, steps: readonly Step[]): ReviewView['messages'] {
  const of = (kind: Step['kind'], inject: string) => steps.find((s) => s.kind === kind && s.inject === inject)
  return scenario.injects.flatMap((i) => {
    const came = of('inject', i.id)
    if (i.kind !== 'message' || !came) return []
    const taken = of('acknowledged', i.id)
    return [
      {
        ...{ inject: i.id, at: came.at, from: i.from, to: i.to, text: i.text },
        acknowledgedBy: taken?.actor ?? null,
        acknowledgedAt: taken?.at ?? null,
      },
    ]
  })
}
