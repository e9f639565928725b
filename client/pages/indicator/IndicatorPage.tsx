import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { useServerClock } from '../../live/index.ts'
import { Problem, useLanguage, usePalette } from '../../ui/index.ts'
import { eraOn } from '../data/unitTree.ts'
import { Definition } from './Definition.tsx'
import { Headline } from './Headline.tsx'
import styles from './indicator.module.css'
import { PeriodChoice } from './PeriodChoice.tsx'
import { Ranking } from './Ranking.tsx'
import { Sources } from './Sources.tsx'
import { Trend } from './Trend.tsx'
import { UnitTable } from './UnitTable.tsx'
import { useIndicator } from './useIndicator.ts'

const ProvinceMap = lazy(() => import('./ProvinceMap.tsx'))

/** What a leader is shown when he asks about one number. */
export default function IndicatorPage() {
  const { t } = useTranslation('indicator')
  const { indicator: code = '' } = useParams()
  const language = useLanguage()
  const palette = usePalette()
  const now = useServerClock()
  const [params, setParams] = useSearchParams()
  const [selected, setSelected] = useState<string | null>(null)
  const known = useIndicator(code, params.get('day'), selected)
  const { indicator, summary, shown, history, periods } = known
  const decimals = indicator?.decimals ?? 1
  const numbers = useMemo(
    () =>
      new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }),
    [language, decimals],
  )
  const format = useCallback((value: number) => numbers.format(value).replace('-', '−'), [numbers])
  if (known.unknown) return <p className={styles.page}>{t('unknown', { code })}</p>
  if (!indicator || !summary)
    return (
      <div className={styles.page}>
        <Problem error={known.error} />
        {!known.error && <p className={styles.missing}>{t('loading')}</p>}
      </div>
    )
  const provinces = summary.units.filter((u) => u.kind === 'province')
  const mapped = provinces.some((u) => u.value !== null)
  return (
    <div className={styles.page} data-indicator={indicator.code} data-day={summary.day}>
      <Headline
        indicator={indicator}
        standing={shown}
        any={summary.units.some((u) => u.value !== null)}
        language={language}
        format={format}
      />
      <Problem error={known.error} />
      <div className={styles.columns}>
        <div>
          <section className={styles.block}>
            <h2>
              {t('trend')} <small>{shown?.name[language]}</small>
            </h2>
            {shown?.computed && history.length === 0 ? (
              <p className={styles.missing}>{t('trendComputed')}</p>
            ) : (
              <Trend
                points={history}
                target={shown?.target?.value ?? null}
                label={`${t('trend')}: ${indicator.name[language]}`}
                format={format}
              />
            )}
          </section>
          <UnitTable
            indicator={indicator}
            summary={summary}
            language={language}
            format={format}
            periods={periods}
          />
        </div>
        <div className={styles.places}>
          <header className={styles.placesHead}>
            <h2>{t('map')}</h2>
            <PeriodChoice
              periods={periods}
              day={params.get('day')}
              onDay={(day) => setParams(day ? { day } : {}, { replace: true })}
            />
            <small>{t(eraOn(summary.day) === '63' ? 'mapEra63' : 'mapEra34')}</small>
          </header>
          {mapped ? (
            <div className={styles.mapAndRanking}>
              <Suspense>
                <ProvinceMap
                  indicator={indicator}
                  units={provinces}
                  day={summary.day}
                  palette={palette}
                  language={language}
                  format={format}
                  selected={selected}
                  onSelect={(unit) => setSelected(unit === selected ? null : unit)}
                />
              </Suspense>
              <Ranking
                indicator={indicator}
                units={provinces}
                language={language}
                selected={selected}
                onSelect={(unit) => setSelected(unit === selected ? null : unit)}
              />
            </div>
          ) : (
            <p className={styles.missing}>{t(indicator.level === 'province' ? 'noSource' : 'noMap')}</p>
          )}
          <Sources sources={summary.sources} indicator={indicator} language={language} now={now} />
          <Definition indicator={indicator} language={language} />
        </div>
      </div>
    </div>
  )
}
