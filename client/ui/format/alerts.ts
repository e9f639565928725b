import type { AlertLine } from '../../../shared/alert.ts'
import type { Language } from '../../../shared/vocabulary.ts'

/** A Vietnamese name as English texts write it. */
const plain = (name: string) =>
  name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')

/** Where an alert holds: provinces by name, with the sender's older name beside it, then what was matched to none. */
export function placesText(
  { units, unmatched }: Pick<AlertLine, 'units' | 'unmatched'>,
  language: Language,
): string {
  const older = (label: string) => (language === 'en' ? plain(label) : label)
  const named = units.map((u) => (u.label ? `${u.name[language]} (${older(u.label)})` : u.name[language]))
  return [...named, ...unmatched].join(', ')
}
