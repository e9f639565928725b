import { lazy, Suspense, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { useSpokenOf } from '../../duty/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { useViewClock } from '../../live/index.ts'
import { formatNumber, Problem, useLanguage, usePalette } from '../../ui/index.ts'
import { eraOn } from '../data/unitTree.ts'
import { asOfText, sourceText } from './aboutIndicator.ts'
import { Definition } from './Definition.tsx'
import { Headline } from './Headline.tsx'
import styles from './indicator.module.css'
import { PeriodChoice } from './PeriodChoice.tsx'
import { PeriodTrend } from './PeriodTrend.tsx'
import { Projection } from './Projection.tsx'
import { RangeTrend } from './RangeTrend.tsx'
import { Ranking } from './Ranking.tsx'
import { directionOf, rankUnits } from './ranking.ts'
import { Sources } from './Sources.tsx'
import { UnitTable } from './UnitTable.tsx'
import { rankingSheet } from './unitSheet.ts'
import { useIndicator } from './useIndicator.ts'

const ProvinceMap = lazy(() => import('./ProvinceMap.tsx'))

/** What a leader is shown when he asks about one number. */
export default function IndicatorPage() {
  const { t } = useTranslation('indicator')
  const { indicator: code = '' } = useParams()
  const language = useLanguage()
  const palette = usePalette()
  const now = useViewClock()
  const [params, setParams] = useSearchParams()
  const [selected, setSelected] = useState<string | null>(null)
  const mapBox = useRef<HTMLDivElement>(null)
  const known = useIndicator(code, params.get('day'), selected)
  const { indicator, summary, shown, history, periods } = known
  const decimals = indicator?.decimals ?? 1
  const format = useCallback((value: number) => formatNumber(value, decimals, language), [decimals, language])
  useSpokenOf(
    indicator
      ? { about: { kind: 'series', indicator: indicator.code, unit: 'VN' }, name: indicator.name[language] }
      : null,
  )
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
          {indicator.period === 'realtime' && shown ? (
            <RangeTrend
              indicator={indicator}
              standing={shown}
              view={known.view}
              sources={summary.sources}
              language={language}
              format={format}
            />
          ) : (
            <PeriodTrend
              indicator={indicator}
              standing={shown}
              points={history}
              sources={summary.sources}
              language={language}
              format={format}
            />
          )}
          {shown && (
            <Projection
              indicator={indicator}
              standing={shown}
              points={history}
              sources={summary.sources}
              language={language}
              format={format}
            />
          )}
          <UnitTable
            indicator={indicator}
            summary={summary}
            language={language}
            format={format}
            periods={periods}
          />
        </div>
        <div className={styles.places}>
          <header className={styles.placesHead} data-part="places">
            <h2>{t('map')}</h2>
            <PeriodChoice
              periods={periods}
              day={params.get('day')}
              onDay={(day) =>
                setParams(
                  (before) => {
                    if (day) before.set('day', day)
                    else before.delete('day')
                    return before
                  },
                  { replace: true },
                )
              }
            />
            <small>{t(eraOn(summary.day) === '63' ? 'mapEra63' : 'mapEra34')}</small>
            {mapped && (
              <ExportMenu
                of={t('map')}
                about={() => ({
                  title: `${indicator.name[language]}: ${t('map')}`,
                  name: `${indicator.code}-${t('map')}-${summary.day}`,
                  source: sourceText(summary.sources, language, t('sourcesNone')),
                  measure: indicator.symbol[language],
                  asOf: asOfText(provinces),
                  simulated: provinces.some((u) => u.value !== null && u.simulated),
                })}
                sheet={() =>
                  rankingSheet(
                    indicator,
                    rankUnits(provinces, directionOf(indicator.direction)),
                    language,
                    (key) => t(`column.${key}`),
                  )
                }
                picture={() => mapBox.current}
              />
            )}
          </header>
          {mapped ? (
            <div className={styles.mapAndRanking}>
              <Suspense>
                <ProvinceMap
                  ref={mapBox}
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
                sources={summary.sources}
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
