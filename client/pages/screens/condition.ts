import type { TurnSpread } from '../../../shared/wall.ts'

/** The newest turn that more than one screen of a wall took part in. */
export function lastTurn(turns: readonly TurnSpread[], screens: ReadonlySet<number>): TurnSpread | null {
  return turns.find((t) => t.turned.filter((x) => screens.has(x.screen)).length > 1) ?? null
}
