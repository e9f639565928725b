import type { Shift } from '../../shared/shift.ts'
import type { Language } from '../../shared/vocabulary.ts'
import { minuteText } from '../ui/format/index.ts'

/** '06:00–14:00'. */
export const hoursText = ({ from, to }: Pick<Shift, 'from' | 'to'>, language: Language): string =>
  `${minuteText(from, language)}–${minuteText(to, language)}`
/** 'Nguyễn Thị Lan' → 'Lan': as one is called, and short enough for a bar. */
export const calledBy = (displayName: string): string => displayName.trim().split(/\s+/).at(-1) ?? displayName
/** '2026-11-23' → '23/11'. */
export const shortDay = (day: string): string => `${day.slice(8)}/${day.slice(5, 7)}`
