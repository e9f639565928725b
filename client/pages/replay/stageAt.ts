// What a session's own record says of any moment of it. Pure; times in ms since 1970.
import type { EventView } from '../../../shared/api/bridge.ts'

export type Span = { from: number; to: number }
export type NamedSpan = Span & { id: string }
export type StageThen = {
  /** Item of the agenda, from 0. */
  item: number | null
  spotlight: string | null
  floor: { point: string; since: number } | null
  /** Points inside, and those that had lost their link. */
  inside: string[]
  lost: string[]
}

const itemOf = (e: EventView) => (typeof e.detail.item === 'number' ? e.detail.item : null)

/** How it stood at `at`: events are in their order. */
export function stageAt(events: readonly EventView[], at: number): StageThen {
  const then: StageThen = { item: null, spotlight: null, floor: null, inside: [], lost: [] }
  const out = (list: string[], id: string) => list.filter((p) => p !== id)
  for (const e of events) {
    if (e.at > at) break
    const id = e.point ?? ''
    switch (e.kind) {
      case 'agenda':
        then.item = itemOf(e)
        break
      case 'spotlight':
        then.spotlight = e.point
        break
      case 'spotlight-ended':
        then.spotlight = null
        break
      case 'floor-given':
        then.floor = { point: id, since: e.at }
        break
      case 'floor-ended':
        then.floor = null
        break
      case 'joined':
      case 'returned':
        then.inside = [...out(then.inside, id), id]
        then.lost = out(then.lost, id)
        break
      case 'lost':
        then.lost = [...out(then.lost, id), id]
        break
      case 'left':
      case 'revoked':
        then.inside = out(then.inside, id)
        then.lost = out(then.lost, id)
        break
      case 'ended':
        return { item: null, spotlight: null, floor: null, inside: [], lost: [] }
    }
  }
  return then
}

/** Stretches in which a value held, from what `of` says of each moment at which something happened. */
export function spans(
  events: readonly EventView[],
  end: number,
  of: (then: StageThen) => string | null,
): NamedSpan[] {
  const found: NamedSpan[] = []
  let open: NamedSpan | null = null
  for (const { at } of events) {
    const id = of(stageAt(events, at))
    if (open && open.id === id) continue
    if (open) found.push({ ...open, to: at })
    open = id === null ? null : { id, from: at, to: end }
  }
  if (open) found.push(open)
  return found.filter((s) => s.to > s.from)
}

/** Stretches of `of` that no part covers: of a session's time, what was not recorded. */
export function gaps(of: Span, parts: readonly Span[]): Span[] {
  const found: Span[] = []
  let from = of.from
  for (const p of [...parts].sort((a, b) => a.from - b.from)) {
    if (p.from > from) found.push({ from, to: Math.min(p.from, of.to) })
    from = Math.max(from, p.to)
  }
  if (from < of.to) found.push({ from, to: of.to })
  return found.filter((s) => s.to > s.from)
}
