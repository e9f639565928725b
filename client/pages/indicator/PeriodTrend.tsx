import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { ExportMenu } from '../../export/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { sourceText } from './aboutIndicator.ts'
import styles from './indicator.module.css'
import { pointSheet } from './seriesSheet.ts'
import type { Point, Source, Standing } from './summary.ts'
import { Trend } from './Trend.tsx'

type Props = {
  indicator: IndicatorView
  standing: Standing | null
  points: readonly Point[]
  sources: readonly Source[]
  language: Language
  format(value: number): string
}

/** A number of named periods through time. */
export function PeriodTrend({ indicator, standing, points, sources, language, format }: Props) {
  const { t } = useTranslation('indicator')
  const block = useRef<HTMLElement>(null)
  const name = indicator.name[language]
  const last = points.at(-1)
  return (
    <section ref={block} className={styles.block}>
      <h2>
        {t('trend')} <small>{standing?.name[language]}</small>
        {standing && last && (
          <ExportMenu
            of={t('trend')}
            about={() => ({
              title: `${name}, ${standing.name[language]}`,
              name: `${indicator.code}-${standing.unit}`,
              source: sourceText(sources, language, t('sourcesNone')),
              measure: indicator.symbol[language],
              asOf: last.period ?? dayAndClock(last.to),
              simulated: standing.simulated,
            })}
            sheet={() =>
              pointSheet({ indicator: indicator.code, ...standing }, indicator, points, (key) =>
                t(`column.${key}`),
              )
            }
            picture={() => block.current}
          />
        )}
      </h2>
      {standing?.computed && points.length === 0 ? (
        <p className={styles.missing}>{t('trendComputed')}</p>
      ) : (
        <Trend
          points={points}
          target={standing?.target?.value ?? null}
          label={`${t('trend')}: ${name}`}
          language={language}
          format={format}
        />
      )}
    </section>
  )
}
