import type { AccountPrincipal, Principal } from '../access/index.ts'
import { chairOf, isAdmitted, isPresent, type Point, type Session } from './session.ts'

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

type Asked = {
  /** The access room's rule of scope. */
  visibleUnit(principal: Principal, unitId: number): boolean
  /** Whether a browser has come in as this point and not been forgotten since. */
  sits(session: string, point: string): boolean
}

/** Who may do what with a session. */
export class Rights {
  readonly #visibleUnit: Asked['visibleUnit']
  readonly #sits: Asked['sits']
  constructor({ visibleUnit, sits }: Asked) {
    this.#visibleUnit = visibleUnit
    this.#sits = sits
  }

  /**
   * Let in and come in, until it leaves, is taken out, or the session ends. One that was lost comes back by itself: it is
   * in, as the screens of the room take it to look in.
   */
  isInside(session: Session, point: Point): boolean {
    if (session.endedAt !== null || session.points.get(point.id) !== point) return false
    return (
      isAdmitted(session, point) &&
      (isPresent(point) || point.state === 'lost' || this.#sits(session.id, point.id))
    )
  }

  /**
   * The point as which it takes part now; null while that is outside. A link that was open on another device than the one
   * that said hello takes no part by that one's coming in.
   */
  part(p: Principal, session: Session): Point | null {
    const own = ownPoint(p, session)
    if (!own || !this.isInside(session, own)) return null
    return p.kind !== 'point' || own.device === p.device ? own : null
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
