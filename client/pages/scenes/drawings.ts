import type { Finding } from '../../../shared/legibility.ts'
import type { Scene } from '../../../shared/scene.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Cut } from './measure.ts'

/** A page as it is drawn in one language. `key` is all that its picture hangs on: pages of one key are cut alike. */
export type Drawing = { page: number; language: Language; key: string }
/** By a drawing's key: what it cuts. */
export type Known = ReadonlyMap<string, readonly Cut[]>

/** Far more than the pages of a scene in two languages, so that what is taken back is known still. */
const KEPT = 200

/** The walls speak Vietnamese; whoever draws in another language sees to that one as well. */
export const languagesOf = (reader: Language): Language[] => (reader === 'vi' ? ['vi'] : ['vi', reader])

export const drawingsOf = (scene: Scene, aspect: number, languages: readonly Language[]): Drawing[] =>
  scene.pages.flatMap(({ parts }, page) =>
    languages.map((language) => ({
      ...{ page, language },
      key: JSON.stringify([language, aspect, scene.grid, scene.title, parts]),
    })),
  )

/** With what a drawing cuts, the newest last. The same map when nothing is new. */
export function learnt(known: Known, key: string, cuts: readonly Cut[]): Known {
  if (JSON.stringify(known.get(key)) === JSON.stringify(cuts)) return known
  const others = [...known].filter(([k]) => k !== key)
  return new Map([...others, [key, cuts] as const].slice(-KEPT))
}

export const findingsOf = (drawings: readonly Drawing[], known: Known): Finding[] =>
  drawings.flatMap(({ page, language, key }) =>
    (known.get(key) ?? []).map((cut) => ({ ...cut, page, language, needed: 0 })),
  )

/** Pages of which not every language was measured as it is now. */
export const unmeasured = (drawings: readonly Drawing[], known: Known): number[] => [
  ...new Set(drawings.flatMap((d) => (known.has(d.key) ? [] : [d.page]))),
]
