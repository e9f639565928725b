import type { RosterView } from '../../../shared/api/shifts.ts'

export type Slot = { day: string; no: number; position: string; accounts: number[] }

/** The roster as it will stand with the slot: who is added next is added to this, not to what was last read. */
export function withSlot(roster: RosterView, { accounts, ...slot }: Slot): RosterView {
  const others = roster.planned.filter(
    (p) => p.day !== slot.day || p.no !== slot.no || p.position !== slot.position,
  )
  const known = [...roster.people, ...roster.planned]
  const here = accounts.flatMap((account) => {
    const found = known.find((p) => p.account === account)
    return found ? [{ ...slot, account, username: found.username, displayName: found.displayName }] : []
  })
  return { ...roster, planned: [...others, ...here] }
}
