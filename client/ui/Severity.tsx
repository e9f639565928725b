import { useTranslation } from 'react-i18next'
import { CAP_SEVERITIES, type CapSeverity } from '../../shared/alert.ts'
import styles from './severity.module.css'

const BARS = 4

/** How severe an alert is: bars that grow, a word, and colour for what is severe. */
export function Severity({ severity }: { severity: CapSeverity }) {
  const { t } = useTranslation('alerts')
  const filled = severity === 'Unknown' ? 0 : BARS - CAP_SEVERITIES.indexOf(severity)
  return (
    <b className={styles.severity} data-severity={severity}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {Array.from({ length: BARS }, (_, i) => (
          <rect
            key={i}
            x={i * 4 + 0.5}
            width={3}
            y={12 - i * 4 + 0.5}
            height={3 + i * 4}
            fill={i < filled ? 'currentColor' : 'none'}
            stroke="currentColor"
          />
        ))}
      </svg>
      {t(`severity.${severity}`)}
    </b>
  )
}
