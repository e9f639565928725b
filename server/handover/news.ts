import type { HandoverItem } from '../../shared/api/handover.ts'

/** An item as it is kept with its draft: with what it takes to know it again. */
export type DraftItem = HandoverItem & {
  /** What it is and of whom, whichever room tells it and by whatever number: `connection:EVN/lost`, `booking:7`. */
  thing: string
  /** Comes and goes by the minute, or by the hour alone: it is handed over, but is no news once the draft is made. */
  passing: boolean
  /** Of alarms, the code of the rule that raised it. */
  rule: string | null
}

/** The alarms of one rule, handed over together. */
export const groupOf = (rule: string): string => `rule:${rule}`

/** What stands open now and was not in the draft. Pure. */
export function newSince(draft: readonly DraftItem[], now: readonly DraftItem[]): DraftItem[] {
  const known = new Set(draft.map((i) => i.thing))
  // Walked through together, it is known also when so few are left that each stands alone.
  const inGroup = ({ rule }: DraftItem) => rule !== null && known.has(groupOf(rule))
  return now.filter((i) => !i.passing && !known.has(i.thing) && !inGroup(i))
}
