import { useTranslation } from 'react-i18next'
import styles from './range.module.css'
import { RANGE_IDS, type RangeId } from './ranges.ts'

/** 1 h, 24 h, 7 d, 30 d, 1 y, all. */
export function RangeChoice({ range, onRange }: { range: RangeId; onRange(range: RangeId): void }) {
  const { t } = useTranslation('charts')
  return (
    <fieldset className={styles.choice} aria-label={t('range.choose')} data-export="no">
      {RANGE_IDS.map((id) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === range}
          data-range={id}
          onClick={() => onRange(id)}
        >
          {t(`range.${id}`)}
        </button>
      ))}
    </fieldset>
  )
}
