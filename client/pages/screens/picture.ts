import type { ProvenMinute } from '../../../shared/api/wall.ts'

type Span = { from: number; until: number; said: { scene: string } | null }
export type Unlike = { what: 'before' | 'after'; ms: number } | { what: 'scene' }

/** In what the picture that stands beside an answer is not of the minute, or not of the scene, that was asked for. */
export function unlike(
  picture: Pick<NonNullable<ProvenMinute['picture']>, 'at' | 'scene'>,
  minute: { from: number; until: number },
  spans: readonly Span[],
): Unlike[] {
  const { at, scene } = picture
  const found: Unlike[] = []
  if (at < minute.from) found.push({ what: 'before', ms: minute.from - at })
  else if (at >= minute.until) found.push({ what: 'after', ms: at - minute.until })
  const then = spans.filter((s) => s.said && at >= s.from && at < s.until)
  // Where the screen was silent as it was taken, or it is of another time: any scene of the minute will do.
  const told = (then.length ? then : spans).flatMap((s) => s.said ?? [])
  if (told.length && !told.some((s) => s.scene === scene)) found.push({ what: 'scene' })
  return found
}
