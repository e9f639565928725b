// Whom a session can invite: provinces and bodies in force today, found by any part of their name.
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { plain } from './boardOrder.ts'

const BODIES: ReadonlySet<string> = new Set([
  'ministry',
  'agency',
  'corporation',
  'portal',
  'committee',
  'association',
])

export function sessionUnits(units: readonly UnitView[], text: string, language: Language) {
  const words = plain(text).split(/\s+/).filter(Boolean)
  const collator = new Intl.Collator(language)
  const fits = (u: UnitView) => {
    const name = plain(`${u.name.vi} ${u.name.en} ${u.code}`)
    return words.every((w) => name.includes(w))
  }
  const pick = (wanted: (kind: string) => boolean) =>
    units
      .filter((u) => wanted(u.kind) && fits(u))
      .sort((a, b) => collator.compare(a.name[language], b.name[language]))
  return {
    provinces: pick((kind) => kind === 'province'),
    bodies: pick((kind) => BODIES.has(kind)),
  }
}

/** Adds a unit, or takes it away when it was chosen; never more than `most`. */
export function toggleUnit(chosen: readonly string[], code: string, most: number): string[] {
  if (chosen.includes(code)) return chosen.filter((c) => c !== code)
  return chosen.length < most ? [...chosen, code] : [...chosen]
}
