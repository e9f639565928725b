import type { Language } from '../../../shared/vocabulary.ts'
import type { CellMeta } from '../../live/index.ts'

/** The number's name; for a reservoir or a station with the place it is about. */
export const nameOf = (meta: CellMeta, language: Language): string =>
  whole(
    meta.unitKind === 'nation'
      ? meta.short[language]
      : `${meta.unitName[language]}: ${lower(meta.short[language])}`,
  )

/** COVID-19 stays on one line: a word joiner after a hyphen before a figure. */
const whole = (text: string) => text.replace(/-(?=\d)/g, '-\u2060')

const lower = (text: string) =>
  /^[A-ZĐ]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)

/** The unit of measure as the reader's language writes it. */
export const unitOf = (meta: CellMeta, language: Language): string => meta.symbol[language]

/** Who says it, short: a corporation by its known letters, anyone else by name. */
export function sourceOf(meta: CellMeta, language: Language): string {
  if (meta.unitKind !== 'province' && /^[A-Z]{3,4}$/.test(meta.owner) && meta.owner !== 'UBND')
    return meta.owner
  return (meta.source?.[language] ?? meta.owner).replace(/ Việt Nam$/, '')
}
