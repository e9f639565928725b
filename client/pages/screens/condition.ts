import type { ScreenState, TurnSpread } from '../../../shared/wall.ts'

/** What wants a person about a screen, the worst first; the words stand in `screens.json` under `fault`. */
export type Fault = 'copied' | 'lost' | 'differs' | 'frozen' | 'slow' | 'memory' | 'skew' | 'lag'
const SLOW_FPS = 10
const LAG_MS = 3_000
const SKEW_MS = 5_000
const FULL = 0.7
const FROZEN_MS = 5_000

export function faultsOf(s: ScreenState): Fault[] {
  const found: Fault[] = []
  if (s.copied) found.push('copied')
  if (!s.connected) return [...found, 'lost']
  if (s.differs) found.push('differs')
  const { health } = s
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

export const toneOf = (s: ScreenState): 'red' | 'amber' | undefined => {
  const [worst] = faultsOf(s)
  return worst === undefined ? undefined : worst === 'copied' || worst === 'lost' ? 'red' : 'amber'
}

/** The newest turn that more than one screen of a wall took part in. */
export function lastTurn(turns: readonly TurnSpread[], screens: ReadonlySet<number>): TurnSpread | null {
  return turns.find((t) => t.turned.filter((x) => screens.has(x.screen)).length > 1) ?? null
}
