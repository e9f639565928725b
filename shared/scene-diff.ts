// What one version of a scene has that another has not.
import type { Scene } from './scene.ts'

export type SceneChange = {
  kind: 'added' | 'removed' | 'moved' | 'changed'
  /** The page from 0 and the part's id; null of the scene itself. */
  page: number | null
  part: string | null
  /** Which field, for 'changed'. */
  field: string | null
  before: string | null
  after: string | null
}

/** jsonb keeps its own order of fields: both sides of a comparison are brought to one. */
export function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, inOneOrder(v)]),
  )
}

const said = (value: unknown): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(inOneOrder(value))
const PLACE = ['x', 'y', 'w', 'h', 'wide']
const placeText = (p: Record<string, unknown>) =>
  `${p.x},${p.y} ${p.w}×${p.h}${p.wide ? ` ${said(p.wide)}` : ''}`

/** In the order of the newer document; what is gone comes last. */
export function sceneDiff(before: Scene, after: Scene): SceneChange[] {
  const found: SceneChange[] = []
  const told = (c: Partial<SceneChange> & Pick<SceneChange, 'kind'>) =>
    found.push({ page: null, part: null, field: null, before: null, after: null, ...c })
  for (const field of ['title', 'restricted', 'grid'] as const)
    if (said(before[field]) !== said(after[field]))
      told({ kind: 'changed', field, before: said(before[field]), after: said(after[field]) })
  const pages = Math.max(before.pages.length, after.pages.length)
  for (let page = 0; page < pages; page++) {
    const [was, is] = [before.pages[page], after.pages[page]]
    if (!was || !is) {
      told({ kind: was ? 'removed' : 'added', page })
      continue
    }
    if (was.seconds !== is.seconds)
      told({ kind: 'changed', page, field: 'seconds', before: said(was.seconds), after: said(is.seconds) })
    const old = new Map(was.parts.map((p) => [p.id, p]))
    for (const part of is.parts) {
      const then: Record<string, unknown> | undefined = old.get(part.id)
      const now: Record<string, unknown> = part
      old.delete(part.id)
      if (!then) {
        told({ kind: 'added', page, part: part.id, after: part.kind })
        continue
      }
      if (placeText(then) !== placeText(now))
        told({ kind: 'moved', page, part: part.id, before: placeText(then), after: placeText(now) })
      for (const field of new Set([...Object.keys(then), ...Object.keys(now)]))
        if (!PLACE.includes(field) && said(then[field]) !== said(now[field]))
          told({
            kind: 'changed',
            page,
            part: part.id,
            field,
            before: said(then[field]),
            after: said(now[field]),
          })
    }
    for (const gone of old.values()) told({ kind: 'removed', page, part: gone.id, before: gone.kind })
  }
  return found
}
