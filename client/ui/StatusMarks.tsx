import { marksOf, type NumberMark } from '../../shared/marks.ts'
import type { Language } from '../../shared/vocabulary.ts'
import styles from './marks.module.css'
import { Mark, markWord } from './marks.tsx'

/** What every number is, or that the whole screen already says: not repeated beside each. */
const QUIET: ReadonlySet<NumberMark> = new Set(['official', 'file', 'simulated'])

/** The marks that stand beside a number on screens, in a fixed order. */
export const shownMarks = (number: { flags: number; recordedAt: number }, now: number): NumberMark[] =>
  marksOf(number, now).filter((mark) => !QUIET.has(mark))

type Props = {
  flags: number
  recordedAt: number
  /** ms; the time the page shows. */
  now: number
  language: Language
  /** Leave out the words of all but a dispute: in narrow columns, with the words as titles. */
  short?: boolean
}

/** The one badge of a number's status: shape and word, the same on every page. */
export function StatusMarks({ flags, recordedAt, now, language, short = false }: Props) {
  const marks = shownMarks({ flags, recordedAt }, now)
  if (!marks.length) return null
  return (
    <span className={styles.status} data-short={short || undefined}>
      {marks.map((kind) => (
        <span key={kind} className={styles.word} data-state={kind} title={markWord(kind, language)}>
          <Mark kind={kind} />
          {short && kind !== 'disputed' ? (
            <span className={styles.unseen}>{markWord(kind, language)}</span>
          ) : (
            markWord(kind, language)
          )}
        </span>
      ))}
    </span>
  )
}
