// What is wrong with a point in a session, and the set steps for it: pure, for the operator's page.
import type { BridgePointView } from './live.ts'

export const TROUBLES = ['lost', 'noPicture', 'noSound', 'loss', 'delay', 'frames', 'machine'] as const
export type Trouble = (typeof TROUBLES)[number]

/** In their order; each is a text of the page. Whoever is rung is the point's technician, else the unit's contact. */
export const STEPS: Record<Trouble, readonly string[]> = {
  lost: ['waits', 'ring', 'reopen', 'newLink', 'goOn'],
  noPicture: ['askCamera', 'ring', 'otherCamera', 'onlySound'],
  noSound: ['askMicrophone', 'ring', 'otherMicrophone', 'byTelephone'],
  loss: ['cable', 'stopOthers', 'cameraOff', 'ring'],
  delay: ['noVpn', 'cable', 'ring'],
  frames: ['light', 'closePrograms', 'ring'],
  machine: ['closePrograms', 'otherMachine', 'ring'],
}
/** As the server's rule of a weak signal has them. */
const LOSSY = 3
const FAR_MS = 400
const SLOW = 5

/** The one trouble to begin with, the gravest first; null when there is none, or nothing can be known of an absent point. */
export function troubleOf(p: BridgePointView, speaks: boolean): Trouble | null {
  if (p.state === 'lost') return 'lost'
  if (p.state !== 'joined' && p.state !== 'weak') return null
  const q = p.quality
  if (speaks && !p.microphone) return 'noSound'
  if (!p.camera || (q && q.receiving > 0 && q.height === 0)) return 'noPicture'
  if (p.state !== 'weak' || !q) return null
  if (q.lossPercent > LOSSY) return 'loss'
  if (q.roundTripMs > FAR_MS) return 'delay'
  if (q.limited === 'cpu') return 'machine'
  return q.framesPerSecond < SLOW ? 'frames' : 'loss'
}

/** How well the line carries, as bars of 4; null where nothing is known. */
export function barsOf({ state, quality: q }: Pick<BridgePointView, 'state' | 'quality'>): number | null {
  if (state === 'lost') return 0
  if (!q || (state !== 'joined' && state !== 'weak')) return null
  if (state === 'weak') return q.lossPercent > 2 * LOSSY || q.roundTripMs > 2 * FAR_MS ? 1 : 2
  return q.lossPercent > 1 || q.roundTripMs > 200 ? 3 : 4
}
