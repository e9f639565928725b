import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import { barsOf } from '../../../shared/pointAdvice.ts'
import styles from './roll.module.css'

/** How well the line carries, as bars. */
export function QualityBars({ point }: { point: BridgePointView }) {
  const { t } = useTranslation('bridge')
  const bars = barsOf(point)
  if (bars === null) return null
  return (
    <svg
      className={styles.bars}
      width="18"
      height="12"
      viewBox="0 0 18 12"
      role="img"
      aria-label={t('quality.bars', { count: bars })}
      data-bars={bars}
    >
      {[1, 2, 3, 4].map((n) => (
        <rect
          key={n}
          x={(n - 1) * 4.5}
          y={12 - n * 3}
          width="3"
          height={n * 3}
          fill="currentColor"
          data-off={n > bars || undefined}
        />
      ))}
    </svg>
  )
}
