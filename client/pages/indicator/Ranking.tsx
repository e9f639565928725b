import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Direction, Language } from '../../../shared/vocabulary.ts'
import styles from './indicator.module.css'
import { rankUnits } from './ranking.ts'
import { StandingValue } from './StandingValue.tsx'
import type { Standing } from './summary.ts'

type Props = {
  indicator: IndicatorView
  units: readonly Standing[]
  language: Language
  selected: string | null
  onSelect(unit: string): void
}

const directionOf = (text: string): Direction => (text === 'lower' || text === 'band' ? text : 'higher')

/** Units in order of their value, best first; those without one are counted in words. */
export function Ranking({ indicator, units, language, selected, onSelect }: Props) {
  const { t } = useTranslation('indicator')
  const direction = directionOf(indicator.direction)
  const ranked = rankUnits(units, direction)
  const without = ranked.filter((r) => r.rank === null).length
  return (
    <section className={styles.ranking}>
      <h2>
        {t('ranking')} <small>{t(`rankedBest_${direction}`)}</small>
      </h2>
      <ol>
        {ranked
          .filter((r) => r.rank !== null)
          .map((row) => (
            <li key={row.unit} data-rank={row.rank} data-selected={row.unit === selected || undefined}>
              <button type="button" onClick={() => onSelect(row.unit)}>
                <span className={styles.rank}>{row.rank}</span>
                <span className={styles.unitName}>{row.name[language]}</span>
              </button>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width={row.share * 100} height="8" />
              </svg>
              <StandingValue indicator={indicator} standing={row} language={language} />
            </li>
          ))}
      </ol>
      {without > 0 && <p className={styles.missing}>{t('noValueCount', { count: without })}</p>}
    </section>
  )
}
