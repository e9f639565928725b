import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatNumber, useLineage } from '../../ui/index.ts'
import styles from './indicator.module.css'
import type { Standing } from './summary.ts'

type Props = { indicator: IndicatorView; standing: Standing; language: Language }

/** One figure of the page: which series, of which unit, how fresh; its lineage on click. */
export function StandingValue({ indicator, standing, language }: Props) {
  const open = useLineage()
  const { value, unit, unitFrom, freshness, validFrom, computed } = standing
  if (value === null) return <span>–</span>
  return (
    <button
      type="button"
      className={styles.value}
      data-series={`${indicator.code}@${unit}`}
      data-unit-from={unitFrom}
      data-freshness={freshness}
      onClick={() =>
        open({
          indicator: indicator.code,
          unit,
          unitFrom,
          // Of the very time shown; what was worked out leads to its parts.
          ...(validFrom === null || computed ? {} : { validFrom }),
        })
      }
    >
      {formatNumber(value, indicator.decimals, language)}
    </button>
  )
}
