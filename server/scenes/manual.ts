import type { ActView } from '../../shared/api/scenes.ts'
import { type Place, reach, type Target } from '../../shared/playlist.ts'

/** What a person put on a target. `scene` null: what would stand anyhow, held where it is. */
export type Manual = {
  target: Target
  scene: string
  version: number | null
  /** Pinned; null: the pages turn. */
  page: number | null
  held: boolean
  since: number
  until: number | null
  by: string
}
/** Steps asked for by hand: how often, and how far the pages were pushed on (ms). */
export type Nudge = { step: number; shift: number }

export const targetKey = (t: Target): string =>
  t.kind === 'all' ? 'all' : t.kind === 'group' ? `group:${t.name}` : `${t.kind}:${t.id}`

/** Of several the nearest to the screen counts. */
export function nearest<T extends { target: Target }>(list: Iterable<T>, place: Place): T | null {
  let best: T | null = null
  for (const m of list) {
    const near = reach(m.target, place)
    if (near >= 0 && (!best || near > reach(best.target, place))) best = m
  }
  return best
}

/** What a stored act still says of its target; null when it released it or its time is over. */
export function manualOf(a: ActView, now: number): Manual | null {
  if ((a.kind !== 'show' && a.kind !== 'pin') || a.scene === null) return null
  const { until = null, page = null, followed = false } = a.detail
  if (typeof until === 'number' && until <= now) return null
  return {
    target: a.target as Target,
    scene: a.scene,
    version: followed === true ? null : a.version,
    page: typeof page === 'number' ? page : null,
    held: a.kind === 'pin',
    since: a.at,
    until: typeof until === 'number' ? until : null,
    by: a.actor,
  }
}
