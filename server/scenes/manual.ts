import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Place, reach, type Target } from '../../shared/playlist.ts'
import type { StoredAct } from './store.ts'

const orNull = <T extends ReturnType<typeof Type.Integer>>(schema: T) => Type.Union([schema, Type.Null()])
/** What a screen is held on. */
const Hold = Type.Object({
  screen: Type.Integer(),
  /** The wall that it stood in: whatever joins it stands on the same. */
  wall: orNull(Type.Integer()),
  scene: Type.String(),
  version: Type.Integer(),
  page: Type.Integer(),
  /** Where its sections stood. */
  turn: Type.Union([Type.Object({ section: Type.Integer(), page: Type.Integer() }), Type.Null()]),
})
export type Hold = Static<typeof Hold>
const Holds = Compile(Type.Array(Hold))
const Screens = Compile(Type.Array(Type.Integer()))
/** What a screen that is held was stepped on to; `of`: the target, by its key, whose act holds it. */
const Step = Type.Object({ ...Hold.properties, of: Type.String() })
export type Step = Static<typeof Step>
const Steps = Compile(Type.Array(Step))
/** By screen, where its sections then stood by its own word. */
const Turns = Compile(Type.Record(Type.String(), Hold.properties.turn))

/** What a person put on a target, or how its screens were held. */
export type Manual = {
  target: Target
  /** `version` null: the newest. `page`: pinned, in acts from before screens were held one by one. Null: held as they stood. */
  put: { scene: string; version: number | null; page: number | null } | null
  holds: Hold[]
  /** Those that it reached when it was done: a restricted scene was agreed to for these. Null: not on record. */
  screens: readonly number[] | null
  /** Two persons stand behind it. */
  agreed: boolean
  since: number
  until: number | null
  by: string
}
export type Stands = { scene: string; version: number | null; page: number | null; turn?: Hold['turn'] }

type Standing = { manual: Manual; stands: Stands; held: boolean }

export const targetKey = (t: Target): string =>
  t.kind === 'all' ? 'all' : t.kind === 'group' ? `group:${t.name}` : `${t.kind}:${t.id}`

/** What it has stand on a screen: its own hold, its wall's, or what all of them are held on. Null: nothing of its own. */
export function standsOn(m: Manual, place: Place): Stands | null {
  if (m.put && m.put.page === null) return m.put
  const [first] = m.holds
  return (
    m.holds.find((h) => h.screen === place.screen) ??
    m.holds.find((h) => h.wall !== null && h.wall === place.wall) ??
    m.put ??
    (first && m.holds.every((h) => h.scene === first.scene && h.version === first.version) ? first : null)
  )
}

/** Holds one screen on what it says, whatever it was held on. */
export function hold(m: Manual, of: Hold): void {
  const at = m.holds.findIndex((h) => h.screen === of.screen)
  m.holds.splice(at < 0 ? m.holds.length : at, 1, of)
}

/**
 * The nearest to the screen counts; but once a screen is held, it stands, however near what was put there before. What it may
 * not stand on is passed over.
 */
export function standing(
  list: Iterable<Manual>,
  place: Place,
  may: (manual: Manual, stands: Stands) => boolean = () => true,
): Standing | null {
  let best: Standing | null = null
  let held: Standing | null = null
  for (const manual of list) {
    const near = reach(manual.target, place)
    const stands = near < 0 ? null : standsOn(manual, place)
    if (!stands || !may(manual, stands)) continue
    const found = { manual, stands, held: stands.page !== null }
    if (!best || near > reach(best.manual.target, place)) best = found
    if (found.held && manual.since > (held?.manual.since ?? 0)) held = found
  }
  return held && best && held.manual.since > best.manual.since ? held : best
}

/** What a stored act still says of its target; null when it released it or its time is over. */
export function manualOf(a: StoredAct, now: number): Manual | null {
  const { until = null, page = null, followed = false, holds = [], screens, request } = a.detail
  if (typeof until === 'number' && until <= now) return null
  const held = a.kind === 'pin' && Holds.Check(holds) ? holds : []
  const wasPinned = a.kind === 'pin' && typeof page === 'number' ? page : null
  const put =
    a.scene !== null && (a.kind === 'show' || (a.kind === 'pin' && held.length === 0))
      ? { scene: a.scene, version: followed === true ? null : a.version, page: wasPinned }
      : null
  if (!put && !held.length) return null
  return {
    target: a.target as Target,
    ...{ put, holds: held, since: a.at, by: a.actor },
    ...{ screens: Screens.Check(screens) ? screens : null, agreed: typeof request === 'string' },
    until: typeof until === 'number' ? until : null,
  }
}

/** What still holds of acts on record, by target: each held screen where it was last stepped to. */
export function restored(acts: readonly StoredAct[], now: number): Map<string, Manual> {
  const found = new Map<string, Manual>()
  const byHand = acts.filter((a) => a.cause === null).sort((a, b) => Number(a.id) - Number(b.id))
  for (const act of byHand) {
    if (act.kind === 'next') stepOn(found, act)
    const manual = manualOf(act, now)
    if (manual) found.set(targetKey(manual.target), manual)
  }
  return found
}

/** A step from before its target was last put or held finds nothing to step on. */
function stepOn(found: ReadonlyMap<string, Manual>, { detail }: StoredAct): void {
  const { holds, turns } = detail
  if (!Steps.Check(holds)) return
  const said: Record<string, Hold['turn']> = Turns.Check(turns) ? turns : {}
  for (const { of, ...step } of holds) {
    const manual = found.get(of)
    if (manual) hold(manual, { ...step, turn: said[step.screen] ?? step.turn })
  }
}
