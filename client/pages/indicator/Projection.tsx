import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { ProjectionView } from '../../../shared/api/history.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { useClock } from '../../live/index.ts'
import { dayText } from '../desk/times.ts'
import { sourceText } from './aboutIndicator.ts'
import { targetText } from './change.ts'
import styles from './indicator.module.css'
import { ProjectionChart } from './ProjectionChart.tsx'
import own from './projection.module.css'
import { projectionSheet } from './projectionSheet.ts'
import type { Point, Source, Standing } from './summary.ts'

type Props = {
  indicator: IndicatorView
  standing: Standing
  points: readonly Point[]
  sources: readonly Source[]
  language: Language
  format(value: number): string
}

/** Asked again at this pace: a projection moves with whole periods. */
const STALE_MS = 5 * 60_000

/** Where the number stands at its target's deadline if it goes on as so far: an estimate, and marked as one. */
export function Projection({ indicator, standing, points, sources, language, format }: Props) {
  const { t } = useTranslation('indicator')
  const clock = useClock()
  const block = useRef<HTMLElement>(null)
  const { code } = indicator
  const { unit, unitFrom } = standing
  const time = clock.mode === 'live' ? null : Math.floor(clock.at / STALE_MS)
  const { data } = useQuery({
    queryKey: ['projection', code, unit, unitFrom, clock.mode, time],
    staleTime: STALE_MS,
    retry: false,
    queryFn: () => {
      const query = new URLSearchParams({ unit, unitFrom })
      return api.get<ProjectionView>(`/api/indicator/${encodeURIComponent(code)}/projection?${query}`)
    },
  })
  if (!data) return null
  const { projection, deadline, target } = data
  const known = projection && deadline !== null && target
  // A share is off by points; a percentage of a percentage would be read as the same thing.
  const share = indicator.measure === '%'
  const error = projection ? format(projection.backTest.mae) : ''
  const end = deadline === null ? '' : dayText(deadline - 1)
  return (
    <section ref={block} className={styles.block} data-projection={projection?.verdict ?? data.impossible}>
      <h2>
        {t('projection.title')} <span className={own.chip}>{t('projection.estimate')}</span>
        {known && (
          <ExportMenu
            of={t('projection.title')}
            about={() => ({
              title: `${indicator.name[language]}, ${standing.name[language]}: ${t('projection.title')}`,
              name: `${code}-${unit}-${t('projection.title')}`,
              source: `${sourceText(sources, language, t('sourcesNone'))}; ${t(`projection.method.${projection.method}`)}`,
              measure: indicator.symbol[language],
              asOf: t('projection.asOf', { to: dayText((data.to ?? 0) - 1), deadline: end }),
              simulated: standing.simulated || target.simulated,
            })}
            sheet={() => projectionSheet(indicator, data, points, (key) => t(`column.${key}`))}
            picture={() => block.current}
          />
        )}
      </h2>
      {known ? (
        <>
          <p className={own.verdict}>
            {t(`projection.verdict.${projection.verdict}`, {
              deadline: end,
              target: targetText(target, format),
              measure: indicator.symbol[language],
            })}
          </p>
          <ProjectionChart view={data} points={points} label={t('projection.title')} format={format} />
          <p className={own.said}>
            {t('projection.said', {
              value: format(projection.value),
              measure: indicator.symbol[language],
              low80: format(projection.low80),
              high80: format(projection.high80),
              low95: format(projection.low95),
              high95: format(projection.high95),
            })}{' '}
            {t(`projection.method.${projection.method}`)}. {t('projection.rests', { count: data.values })}{' '}
            {t(projection.backTest.mape === null || share ? 'projection.testedPlain' : 'projection.tested', {
              count: projection.backTest.origins,
              steps: data.ahead ?? 0,
              mae: share ? t('points', { value: error }) : `${error} ${indicator.symbol[language]}`,
              mape: projection.backTest.mape?.toLocaleString(language, { maximumFractionDigits: 1 }) ?? '',
            })}
          </p>
        </>
      ) : (
        <p className={styles.missing}>
          <b>{t('projection.impossible')}</b>{' '}
          {t(`projection.why.${data.impossible ?? 'NO_VALUES'}`, { count: data.values })}
        </p>
      )}
    </section>
  )
}
