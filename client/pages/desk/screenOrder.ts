import type { ScreenRow } from '../../../shared/live.ts'
import { rankOf } from '../../../shared/screen-fault.ts'

/** Its page is there and says so: a socket alone may be that of a page that draws no more. */
export const answers = (s: ScreenRow): boolean => s.connected && s.fault !== 'silent'

/** Worst first: by what is wrong with them, then by lag. */
export function worstFirst(rows: readonly ScreenRow[]): ScreenRow[] {
  return [...rows].sort(
    (a, b) => rankOf(a.fault) - rankOf(b.fault) || (b.lagMs ?? 0) - (a.lagMs ?? 0) || a.id - b.id,
  )
}
