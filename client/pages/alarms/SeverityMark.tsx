import type { AlarmSeverity } from '../../../shared/alarm.ts'
import styles from './list.module.css'

type Props = { severity: AlarmSeverity; outline?: boolean; waiting?: boolean; violet?: boolean }

/** Shape and colour; the word stands beside it. Taken, it keeps its shape and becomes an outline. */
export function SeverityMark({ severity, outline = false, waiting = false, violet = false }: Props) {
  const fill = outline ? 'none' : 'currentColor'
  const line = { fill, stroke: 'currentColor', strokeWidth: 1.5, strokeLinejoin: 'round' } as const
  return (
    <svg
      className={styles.mark}
      viewBox="0 0 14 14"
      data-severity={violet ? 'dispute' : severity}
      data-waiting={waiting || undefined}
      aria-hidden="true"
    >
      {violet ? (
        <>
          <circle cx="7" cy="7" r="5.5" {...line} fill="none" />
          <path d="M4 5.6h6M4 8.4h6M8.6 3.6 5.4 10.4" {...line} fill="none" />
        </>
      ) : severity === 'critical' ? (
        <>
          <path d="M4.4 1h5.2L13 4.4v5.2L9.6 13H4.4L1 9.6V4.4Z" {...line} />
          <path className={outline ? undefined : styles.cut} d="M7 3.6v4.2M7 9.6v1.2" {...line} fill="none" />
        </>
      ) : severity === 'high' ? (
        <>
          <rect x="1.5" y="1.5" width="11" height="11" {...line} />
          <path className={outline ? undefined : styles.cut} d="m4.5 4.5 5 5m0-5-5 5" {...line} fill="none" />
        </>
      ) : severity === 'medium' ? (
        <path d="M7 1.6 13 12.4H1Z" {...line} />
      ) : (
        <circle cx="7" cy="7" r="4.5" {...line} />
      )}
    </svg>
  )
}
