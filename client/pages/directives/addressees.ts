// Whom a task can be given to, found by any part of a name, with or without its marks.
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { sessionUnits } from '../desk/sessionUnits.ts'

const SHOWN = 6
/** The best first: a name that begins with the words, provinces before bodies. */
export function suggested(
  units: readonly UnitView[],
  text: string,
  taken: readonly string[],
  language: Language,
): UnitView[] {
  if (!text.trim()) return []
  const { provinces, bodies } = sessionUnits(units, text, language)
  const begins = (u: UnitView) =>
    Number(!u.name[language].toLocaleLowerCase(language).startsWith(text.trim().toLocaleLowerCase(language)))
  return [...provinces, ...bodies]
    .filter((u) => !taken.includes(u.code))
    .sort((a, b) => begins(a) - begins(b))
    .slice(0, SHOWN)
}
