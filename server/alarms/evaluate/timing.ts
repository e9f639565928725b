import type { AlarmRuleInput } from '../../../shared/api/alarms.ts'
import { conditionOf } from './expression.ts'
import type { Timing } from './place.ts'

/** What is late waits for its connection's word: what that explains is not raised beside it. */
const AFTER_CONNECTION_MS = 2_000

/** How long a rule waits before it raises and before it ends, live and in its trial. */
export function timingOf({ condition: c, holdSeconds, clearSeconds }: AlarmRuleInput): Timing {
  const holdMs = holdSeconds * 1000
  const late = c.kind === 'freshness' || (c.kind === 'expression' && conditionOf(c).ages)
  return { holdMs: late ? Math.max(holdMs, AFTER_CONNECTION_MS) : holdMs, clearMs: clearSeconds * 1000 }
}
