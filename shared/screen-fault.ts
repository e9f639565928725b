import type { ScreenState } from './wall.ts'

/**
 * What wants a person about a screen, the worst first: whether it shows anything comes before who else has its token. The
 * words stand in `screens.json` under `fault`.
 */
export const SCREEN_FAULTS = [
  'lost',
  'silent',
  'copied',
  'broken',
  'differs',
  'frozen',
  'slow',
  'memory',
  'skew',
  'lag',
] as const
export type ScreenFault = (typeof SCREEN_FAULTS)[number]

const SLOW_FPS = 10
const LAG_MS = 3_000
const SKEW_MS = 5_000
const FULL = 0.7
const FROZEN_MS = 5_000
/** A page says how it does every 5 s: after four of those that did not come it stands still or is dead. */
const SILENT_MS = 20_000

export type ScreenCondition = Pick<
  ScreenState,
  'connected' | 'since' | 'lagMs' | 'health' | 'healthAt' | 'copied' | 'differs'
>

/** The worst first. `now`: the server's time, ms. */
export function faultsOf(s: ScreenCondition, now: number): ScreenFault[] {
  const { health } = s
  const found = new Set<ScreenFault>()
  if (s.copied) found.add('copied')
  if (!s.connected) found.add('lost')
  else {
    // Connected alone says nothing: a socket lives on in a page that draws no more.
    if (now - (s.healthAt ?? s.since) > SILENT_MS) found.add('silent')
    if (health?.failed) found.add('broken')
    if (s.differs) found.add('differs')
    if (health) {
      if (health.stalledMs > FROZEN_MS) found.add('frozen')
      if (health.framesPerSecond < SLOW_FPS) found.add('slow')
      if (health.heapMb !== null && health.heapLimitMb !== null && health.heapMb > health.heapLimitMb * FULL)
        found.add('memory')
      if (Math.abs(health.skewMs) > SKEW_MS) found.add('skew')
    }
    if ((s.lagMs ?? 0) > LAG_MS) found.add('lag')
  }
  return SCREEN_FAULTS.filter((fault) => found.has(fault))
}

const RED: ReadonlySet<ScreenFault> = new Set(['lost', 'silent', 'copied'])
export const toneOf = (fault: ScreenFault | null | undefined): 'red' | 'amber' | undefined =>
  fault ? (RED.has(fault) ? 'red' : 'amber') : undefined

/** For a list with the worst first: its place, and after all faults what has none. */
export const rankOf = (fault: ScreenFault | null): number =>
  fault === null ? SCREEN_FAULTS.length : SCREEN_FAULTS.indexOf(fault)
