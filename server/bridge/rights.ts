import type { AccountPrincipal, Principal } from '../access/index.ts'
import { chairOf, type Point, type Session } from './session.ts'

/** Who may open, chair and direct sessions, within the scope of their own unit. */
export const CHAIR_ROLES = ['leader', 'duty', 'administrator'] as const
const chairs: readonly string[] = CHAIR_ROLES

export const mayChair = (p: Principal | null): p is AccountPrincipal =>
  p?.kind === 'account' && chairs.includes(p.role)

/** The point to which a link, or an account of an invited unit, belongs. */
export function ownPoint(p: Principal, session: Session): Point | null {
  if (p.kind === 'point') return session.points.get(p.pointId) ?? null
  if (p.kind !== 'account' || p.role !== 'agency') return null
  for (const point of session.points.values())
    if (point.role === 'point' && point.unitId === p.unitId) return point
  return null
}

/** Who may do what with a session. `visibleUnit` is the access room's rule of scope. */
export class Rights {
  readonly #visibleUnit: (principal: Principal, unitId: number) => boolean
  constructor(visibleUnit: (principal: Principal, unitId: number) => boolean) {
    this.#visibleUnit = visibleUnit
  }

  /** A person whose scope holds the unit of the chair. */
  mayDirect(p: Principal | null, session: Session): p is AccountPrincipal {
    return mayChair(p) && this.#visibleUnit(p, chairOf(session).unitId)
  }

  mayInvite(p: AccountPrincipal, unitId: number): boolean {
    return mayChair(p) && this.#visibleUnit(p, unitId)
  }

  mayReadEvents(p: Principal | null, session: Session): boolean {
    const reads = p?.kind === 'account' && (p.role === 'auditor' || mayChair(p))
    return reads && this.#visibleUnit(p, chairOf(session).unitId)
  }

  /** Who is in it and how they are. Screens see only the session on the wall, by their own way. */
  maySee(p: Principal | null, session: Session): boolean {
    if (!p) return false
    if (p.kind === 'point') return p.sessionId === session.id && session.points.has(p.pointId)
    return this.mayReadEvents(p, session) || ownPoint(p, session) !== null
  }
}
