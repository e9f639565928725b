import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import styles from './indicator.module.css'

/** What the number is: unit, period, owner, level, how it adds up, its cut-off and its basis. */
export function Definition({ indicator, language }: { indicator: IndicatorView; language: Language }) {
  const { t } = useTranslation(['indicator', 'data'])
  const facts: [string, string][] = [
    ['code', indicator.code],
    ['measure', indicator.symbol[language]],
    ['owner', indicator.owner[language]],
    ['period', t(`data:periodName.${indicator.period}`)],
    ['levelLabel', t(`data:levelName.${indicator.level}`)],
    ['aggregation', t(`aggregationName.${indicator.aggregation}`, { weight: indicator.weightCode ?? '–' })],
    ['cutoff', t(`cutoffName.${indicator.cutoff}`)],
    ['direction', t(`directionName.${indicator.direction}`)],
    ['basis', t(`basisName.${indicator.basis}`, { defaultValue: indicator.basis })],
    ['nationalSet', t(indicator.inNationalSet ? 'yes' : 'no')],
  ]
  return (
    <section className={styles.block}>
      <h2>{t('definition')}</h2>
      <dl className={styles.definition}>
        {facts.map(([key, text]) => (
          <div key={key} data-fact={key}>
            <dt>{t(key)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
