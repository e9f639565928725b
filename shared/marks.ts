import { FLAG } from './vocabulary.ts'

/**
 * Everything that can be said of a number beside its age, in the order it is shown. `corrected`: within the last day it took
 * the place of another value that had been shown. `official`: the source says of it neither provisional, estimated nor revised.
 */
export const NUMBER_MARKS = [
  'disputed',
  'corrected',
  'hand',
  'file',
  'provisional',
  'estimated',
  'revised',
  'official',
  'computed',
  'simulated',
] as const
export type NumberMark = (typeof NUMBER_MARKS)[number]

const CORRECTED_MS = 86_400_000
const SAID = FLAG.provisional | FLAG.estimated | FLAG.revised

/** The marks of a number by its flags; `recordedAt` and `now` in ms say whether a correction is still news. */
export function marksOf(
  { flags, recordedAt }: { flags: number; recordedAt: number },
  now: number,
): NumberMark[] {
  return NUMBER_MARKS.filter((mark) => {
    if (mark === 'official') return (flags & SAID) === 0
    if (mark === 'corrected') return (flags & FLAG.corrected) !== 0 && now - recordedAt < CORRECTED_MS
    return (flags & FLAG[mark]) !== 0
  })
}
