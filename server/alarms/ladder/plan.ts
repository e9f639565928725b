import type { AlarmLife } from '../../../shared/alarm.ts'
import type { AlarmLadderInput } from '../../../shared/api/alarms.ts'

export type Holder = { accountId: number; displayName: string }
export type Rung = AlarmLadderInput['rungs'][number]
export type Climbed = { rung: number; of: Rung } & ({ do: 'tell'; to: Holder[] } | { do: 'vacant' })

/** Rungs are known by their number, counted from `first`: those of another ladder are not taken for done. */
export const FIRST_OF_STAGE = 100

/** What is to be done now. A position that nobody holds is passed over at once: the next rung does not wait its time. */
export function climbNow(
  { rungs }: AlarmLadderInput,
  climb: AlarmLife['climb'],
  now: number,
  holders: (position: string) => readonly Holder[],
  first = 0,
): Climbed[] {
  const found: Climbed[] = []
  let hastened = false
  for (const [i, of] of rungs.entries()) {
    const rung = first + i
    if (climb.done.includes(rung)) continue
    if (!hastened && climb.since + of.afterSeconds * 1000 > now) break
    const to = of.position === null ? [] : [...holders(of.position)]
    hastened = of.position !== null && to.length === 0
    found.push(hastened ? { rung, of, do: 'vacant' } : { rung, of, do: 'tell', to })
  }
  return found
}

/** When the next rung comes (ms); null = none is left. */
export function nextRungAt({ rungs }: AlarmLadderInput, climb: AlarmLife['climb'], first = 0): number | null {
  const next = rungs.find((_, i) => !climb.done.includes(first + i))
  return next ? climb.since + next.afterSeconds * 1000 : null
}
