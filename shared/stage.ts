/** Stages of operation, 1 (normal) to 5 (emergency). */
export const STAGES = [1, 2, 3, 4, 5] as const
export type StageNo = (typeof STAGES)[number]
export type StageStep = {
  kind: 'changed' | 'ticked' | 'unticked'
  at: number
  by: string | null
  no: number
  cause: string
  item: string | null
}
export type StageNow = {
  no: number
  since: number
  by: string | null
  cause: string
  /** Of the stage in force since it came into force, by the item's id. */
  ticked: ReadonlyMap<string, { by: string | null; at: number; remark: string }>
}

/** What the steps lead to; each change begins a checklist of its own. */
export function stageAfter(steps: readonly StageStep[]): StageNow {
  let now: Omit<StageNow, 'ticked'> = { no: 1, since: 0, by: null, cause: '' }
  let ticked = new Map<string, { by: string | null; at: number; remark: string }>()
  for (const s of steps) {
    if (s.kind === 'changed') {
      now = { no: s.no, since: s.at, by: s.by, cause: s.cause }
      ticked = new Map()
    } else if (s.item !== null && s.no === now.no) {
      if (s.kind === 'ticked') ticked.set(s.item, { by: s.by, at: s.at, remark: s.cause })
      else ticked.delete(s.item)
    }
  }
  return { ...now, ticked }
}

/** Why a change of stage is refused; null when it may be made. Raising may leap; so may lowering. */
export function stageFault(
  now: number,
  wanted: number,
  allowed: boolean,
): 'STAGE_SAME' | 'STAGE_RIGHT' | null {
  if (!allowed) return 'STAGE_RIGHT'
  return now === wanted ? 'STAGE_SAME' : null
}
