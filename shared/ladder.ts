/** What is done about a source that is silent, one rung after the other. */
export const RUNGS = ['owner', 'duty', 'propose'] as const
export type Rung = (typeof RUNGS)[number]
/** Seconds after it became late. */
export type Escalation = Record<Rung, number>

/** The ladder of one silence. Times are ms since 1970; `at` is null while the rung is not reached. */
export type Ladder = {
  /** When it became late. */
  since: number
  rungs: { rung: Rung; dueAt: number; at: number | null }[]
  /** A person took it: it climbs no further. */
  acknowledgedAt: number | null
}

/** Whether it is the duty officer's turn, not only the owner's. */
export const reached = (ladder: Ladder, rung: Rung): boolean =>
  ladder.rungs.some((r) => r.rung === rung && r.at !== null)
