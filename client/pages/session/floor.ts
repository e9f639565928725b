import type { BridgePointView, BridgeView } from '../../../shared/live.ts'

/** Who waits for the floor, the longest waiting first. */
export const queueOf = (session: BridgeView): BridgePointView[] =>
  session.points.filter((p) => p.hand !== null).sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0))

/** The place of a point in the queue, 1 for the next; 0 when it does not wait. */
export const placeOf = (session: BridgeView, point: string): number =>
  queueOf(session).findIndex((p) => p.id === point) + 1
