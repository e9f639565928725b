import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { ofOneTime } from '../../../shared/time-of-whole.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { ExportMenu } from '../../export/index.ts'
import { asOfText, sourceText } from './aboutIndicator.ts'
import styles from './indicator.module.css'
import { directionOf, rankUnits } from './ranking.ts'
import { StandingValue } from './StandingValue.tsx'
import type { Source, Standing } from './summary.ts'
import { rankingSheet } from './unitSheet.ts'

type Props = {
  indicator: IndicatorView
  units: readonly Standing[]
  sources: readonly Source[]
  language: Language
  selected: string | null
  onSelect(unit: string): void
}

/** Units in order of their value, best first; those without one are counted in words. */
export function Ranking({ indicator, units, sources, language, selected, onSelect }: Props) {
  const { t } = useTranslation('indicator')
  const direction = directionOf(indicator.direction)
  const placed = ofOneTime(units, indicator.period)
  const ranked = rankUnits(placed, direction)
  const others = units.length - placed.length
  const without = ranked.filter((r) => r.rank === null).length
  const block = useRef<HTMLElement>(null)
  return (
    <section ref={block} className={styles.ranking}>
      <h2>
        {t('ranking')} <small>{t(`rankedBest_${direction}`)}</small>
        <ExportMenu
          of={t('ranking')}
          about={() => ({
            title: `${indicator.name[language]}: ${t('ranking')}`,
            name: `${indicator.code}-${t('ranking')}`,
            source: sourceText(sources, language, t('sourcesNone')),
            measure: indicator.symbol[language],
            asOf: asOfText(units),
            simulated: units.some((s) => s.value !== null && s.simulated),
          })}
          sheet={() => rankingSheet(indicator, ranked, language, (key) => t(`column.${key}`))}
          picture={() => block.current}
        />
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
      {others > 0 && (
        <p className={styles.missing} data-other-period={others}>
          {t('otherPeriodCount', { count: others })}
        </p>
      )}
      {without > 0 && <p className={styles.missing}>{t('noValueCount', { count: without })}</p>}
    </section>
  )
}
