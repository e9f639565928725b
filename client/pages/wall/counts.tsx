import { useViewClock } from '../../live/index.ts'
import { clockText, formatNumber, longDayText, useLanguage } from '../../ui/index.ts'
import styles from './header.module.css'

/** So many of so many, in figures that the room reads. */
export function Count({
  metric,
  is,
  of,
  word,
}: {
  metric: string
  is: number | undefined
  of: number | undefined
  word: string
}) {
  const language = useLanguage()
  const n = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, 0, language))
  return (
    <p className={styles.count} data-metric={metric}>
      <strong>
        {n(is)}
        <i>/{n(of)}</i>
      </strong>
      {word}
    </p>
  )
}

const PER_ROW = 50
/** One tick an indicator of the set: what is missing is seen at once. */
export function Ticks({ supplied, of }: { supplied: number; of: number }) {
  const rows = Math.max(1, Math.ceil(of / PER_ROW))
  return (
    <svg className={styles.ticks} viewBox={`0 0 ${PER_ROW * 6} ${rows * 18}`} aria-hidden="true">
      {Array.from({ length: of }, (_, i) => (
        <rect
          key={i}
          data-on={i < supplied || undefined}
          x={(i % PER_ROW) * 6}
          y={Math.floor(i / PER_ROW) * 18}
          width="3"
          height="14"
        />
      ))}
    </svg>
  )
}

export function Clock() {
  const language = useLanguage()
  const now = useViewClock()
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()}>
      <strong>{clockText(now, language)}</strong>
      {longDayText(now, language)}
    </time>
  )
}
