import type { ScreenState, TurnSpread } from '../../../shared/wall.ts'

/** What wants a person about a screen, the worst first; the words stand in `screens.json` under `fault`. */
export type Fault =
  | 'copied'
  | 'lost'
  | 'silent'
  | 'broken'
  | 'differs'
  | 'frozen'
  | 'slow'
  | 'memory'
  | 'skew'
  | 'lag'
const SLOW_FPS = 10
const LAG_MS = 3_000
const SKEW_MS = 5_000
const FULL = 0.7
const FROZEN_MS = 5_000
/** A page says how it does every 5 s: after four of those that did not come it stands still or is dead. */
const SILENT_MS = 20_000

/** `now`: the server's time, ms. */
export function faultsOf(s: ScreenState, now: number): Fault[] {
  const found: Fault[] = []
  if (s.copied) found.push('copied')
  if (!s.connected) return [...found, 'lost']
  const { health } = s
  // Connected alone says nothing: a socket lives on in a page that draws no more.
  if (now - (s.healthAt ?? s.since) > SILENT_MS) found.push('silent')
  if (health?.failed) found.push('broken')
  if (s.differs) found.push('differs')
  if (health) {
    if (health.stalledMs > FROZEN_MS) found.push('frozen')
    if (health.framesPerSecond < SLOW_FPS) found.push('slow')
    if (health.heapMb !== null && health.heapLimitMb !== null && health.heapMb > health.heapLimitMb * FULL)
      found.push('memory')
    if (Math.abs(health.skewMs) > SKEW_MS) found.push('skew')
  }
  if ((s.lagMs ?? 0) > LAG_MS) found.push('lag')
  return found
}

const RED: ReadonlySet<Fault> = new Set(['copied', 'lost', 'silent'])
export const toneOf = (fault: Fault | undefined): 'red' | 'amber' | undefined =>
  fault && (RED.has(fault) ? 'red' : 'amber')

/** The newest turn that more than one screen of a wall took part in. */
export function lastTurn(turns: readonly TurnSpread[], screens: ReadonlySet<number>): TurnSpread | null {
  return turns.find((t) => t.turned.filter((x) => screens.has(x.screen)).length > 1) ?? null
}
