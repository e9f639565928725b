import type { AlertLine } from '../../../shared/alert.ts'
import type { Language } from '../../../shared/vocabulary.ts'

/** Where an alert holds: provinces by name, with the sender's older name beside it, then what was matched to none. */
export const placesText = (
  { units, unmatched }: Pick<AlertLine, 'units' | 'unmatched'>,
  language: Language,
) =>
  [...units.map((u) => (u.label ? `${u.name[language]} (${u.label})` : u.name[language])), ...unmatched].join(
    ', ',
  )
