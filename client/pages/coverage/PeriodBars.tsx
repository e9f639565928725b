import { useTranslation } from 'react-i18next'
import type { SupplyHistory } from '../../../shared/api/supply.ts'
import { periodText, useLanguage } from '../../ui/index.ts'
import styles from './coverage.module.css'
import { rateOf } from './rate.ts'

type Props = { periods: SupplyHistory; chosen: string; onChoose(period: string): void }
const HIGH = 64

/** The last twelve periods: the whole bar is what was agreed, its fill what arrived, on time and late apart. */
export function PeriodBars({ periods, chosen, onChoose }: Props) {
  const { t } = useTranslation('coverage')
  const language = useLanguage()
  return (
    <section className={styles.bars} aria-label={t('history')}>
      {periods.map((p) => {
        const part = (n: number) => (p.agreed ? (n / p.agreed) * HIGH : 0)
        const [onTime, late] = [part(p.onTime), part(p.late)]
        const rate = rateOf(p)
        return (
          <button
            key={p.period}
            type="button"
            aria-pressed={p.period === chosen}
            data-period={p.period}
            title={t('barTitle', { ...p, period: periodText(p.period, language) })}
            onClick={() => onChoose(p.period)}
          >
            <span>{rate === null ? '–' : `${rate} %`}</span>
            <svg viewBox={`0 0 24 ${HIGH}`} width="24" height={HIGH} aria-hidden="true">
              <rect className={styles.whole} x="0.5" y="0.5" width="23" height={HIGH - 1} />
              <rect className={styles.onTime} x="1" y={HIGH - onTime} width="22" height={onTime} />
              <rect className={styles.late} x="1" y={HIGH - onTime - late} width="22" height={late} />
            </svg>
            <small>{periodText(p.period, language)}</small>
          </button>
        )
      })}
    </section>
  )
}
