import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { RangeChart, rangePixels } from '../../charts/range/RangeChart.tsx'
import { RangeChoice } from '../../charts/range/RangeChoice.tsx'
import { isRange } from '../../charts/range/ranges.ts'
import { useRange } from '../../charts/range/useRange.ts'
import { ExportMenu } from '../../export/index.ts'
import type { LiveView } from '../../live/index.ts'
import { Problem } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { sourceText } from './aboutIndicator.ts'
import styles from './indicator.module.css'
import { bucketSheet } from './seriesSheet.ts'
import type { Source, Standing } from './summary.ts'

const [WIDTH, HEIGHT] = [860, 260]

type Props = {
  indicator: IndicatorView
  standing: Standing
  view: LiveView
  sources: readonly Source[]
  language: Language
  format(value: number): string
}

/** A real-time number through time: the range is chosen, and goes on with the stream. */
export function RangeTrend({ indicator, standing, view, sources, language, format }: Props) {
  const { t } = useTranslation('indicator')
  const [params, setParams] = useSearchParams()
  const asked = params.get('range')
  const range = isRange(asked) ? asked : 'h24'
  const { unit, unitFrom } = standing
  const ref = useMemo(() => ({ indicator: indicator.code, unit, unitFrom }), [indicator.code, unit, unitFrom])
  const index = view.cells.findIndex((c) => c.unit === unit && c.unitFrom === unitFrom)
  const { buckets, from, to, loading, error } = useRange(ref, range, rangePixels(WIDTH), view, index)
  const block = useRef<HTMLElement>(null)
  const title = `${indicator.name[language]}, ${standing.name[language]}`
  return (
    <section ref={block} className={styles.block} data-trend={range}>
      <h2>
        {t('trend')} <small>{standing.name[language]}</small>
        <RangeChoice
          range={range}
          onRange={(next) =>
            setParams(
              (before) => {
                before.set('range', next)
                return before
              },
              { replace: true },
            )
          }
        />
        {buckets.length > 0 && (
          <ExportMenu
            of={t('trend')}
            about={() => ({
              title,
              name: `${indicator.code}-${unit}-${range}`,
              source: sourceText(sources, language, t('sourcesNone')),
              measure: indicator.symbol[language],
              asOf: dayAndClock(buckets.at(-1)?.lastAt ?? to),
              simulated: standing.simulated,
            })}
            sheet={() => bucketSheet(ref, indicator, buckets, (key) => t(`column.${key}`))}
            picture={() => block.current}
          />
        )}
      </h2>
      <Problem error={error} />
      {loading ? (
        <p className={styles.missing}>{t('loading')}</p>
      ) : (
        <RangeChart
          buckets={buckets}
          from={from}
          to={to}
          target={standing.target?.value ?? null}
          width={WIDTH}
          height={HEIGHT}
          label={`${t('trend')}: ${title}`}
          format={format}
          formatTime={dayAndClock}
        />
      )}
    </section>
  )
}
