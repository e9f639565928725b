import type { RollRow, RollView } from '../../../shared/api/bookings.ts'
import type { EventView } from '../../../shared/api/bridge.ts'
import type { Point, Session } from '../session.ts'
import type { Booking } from './store.ts'

/** Who came this long after the hour is late. */
const GRACE_MS = 60_000

/** The roll of a session from its own record: the chair is not in it. `now` closes what still goes on. Pure. */
export function rollOf(
  session: Session,
  events: readonly EventView[],
  booking: Booking | null,
  now: number,
): RollView {
  const startsAt = booking ? Math.max(booking.startsAt, session.openedAt) : session.openedAt
  const end = session.endedAt ?? now
  const rows = [...session.points.values()]
    .filter((p) => p.role === 'point')
    .map((point) => row(point, events, booking, startsAt, end))
  return { session: session.id, title: session.title, startsAt, endedAt: session.endedAt, rows }
}

function row(
  point: Point,
  events: readonly EventView[],
  booking: Booking | null,
  startsAt: number,
  end: number,
): RollRow {
  const answer = booking?.points.find((p) => p.unitId === point.unitId)
  const own = events.filter((e) => e.point === point.id)
  let joinedAt: number | null = null
  let leftAt: number | null = null
  let awaySince: number | null = null
  let awayMs = 0
  let interruptions = 0
  let floorSince: number | null = null
  let spokeMs = 0
  for (const e of own) {
    if (e.kind === 'joined' || e.kind === 'returned') {
      joinedAt ??= e.at
      if (awaySince !== null) awayMs += e.at - awaySince
      awaySince = null
      leftAt = null
    } else if (e.kind === 'lost' || e.kind === 'left' || e.kind === 'revoked') {
      if (joinedAt !== null && awaySince === null) {
        awaySince = e.at
        if (e.kind === 'lost') interruptions++
      }
      if (e.kind !== 'lost') leftAt = e.at
    } else if (e.kind === 'floor-given') floorSince ??= e.at
    else if (e.kind === 'floor-ended') {
      if (floorSince !== null) spokeMs += e.at - floorSince
      floorSince = null
    }
  }
  // What was left for good is no interruption; what is lost at the end was away until then.
  if (awaySince !== null && leftAt === null) awayMs += end - awaySince
  if (floorSince !== null) spokeMs += end - floorSince
  const lateMs = joinedAt === null ? 0 : Math.max(0, joinedAt - startsAt)
  return {
    unit: { code: point.unit, name: point.name },
    delegates: answer?.delegates ?? [],
    attends: answer?.attends ?? null,
    presence: joinedAt === null ? 'absent' : lateMs > GRACE_MS ? 'late' : 'present',
    standIn: answer?.delegates.some((d) => d.standIn) ?? false,
    joinedAt,
    lateMs,
    leftAt,
    interruptions,
    awayMs,
    spokeMs,
  }
}
