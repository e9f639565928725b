import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import {
  type By,
  REPORTED,
  type Reported,
  type SupplyHistory,
  type SupplyView,
} from '../../../shared/api/supply.ts'
import { api, useSession } from '../../api/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { useCounts, viewNow } from '../../live/index.ts'
import { Problem, periodText, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './coverage.module.css'
import { GroupTable } from './GroupTable.tsx'
import { MissingValues } from './MissingValues.tsx'
import { PeriodBars } from './PeriodBars.tsx'
import { supplySheet } from './supplySheet.ts'

const BYS: readonly By[] = ['section', 'agency', 'province']
const AGAIN_MS = 15_000

/** What arrived of what was agreed, period by period, down to the single value that is missing. */
export default function CoveragePage() {
  const { t } = useTranslation(['coverage', 'export'])
  const language = useLanguage()
  const { me } = useSession()
  const { counts } = useCounts()
  const [params, setParams] = useSearchParams()
  const [key, setKey] = useState<string | null>(null)
  const kind: Reported = REPORTED.find((k) => k === params.get('kind')) ?? 'monthly'
  const by: By = BYS.find((b) => b === params.get('by')) ?? 'section'
  const period = params.get('period')
  const change = (next: Record<string, string>) => {
    setKey(null)
    setParams({ ...Object.fromEntries(params), ...next }, { replace: true })
  }
  const asked = new URLSearchParams({ kind, by, ...(period ? { period } : {}) })
  const board = useQuery({
    queryKey: ['supply', kind, by, period],
    queryFn: () => api.get<SupplyView>(`/api/supply?${asked}`),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  const history = useQuery({
    queryKey: ['supply', 'periods', kind],
    queryFn: () => api.get<SupplyHistory>(`/api/supply/periods?kind=${kind}`),
    refetchInterval: 4 * AGAIN_MS,
  })
  const view = board.data
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        <select name="kind" value={kind} onChange={(e) => change({ kind: e.target.value, period: '' })}>
          {REPORTED.map((k) => (
            <option key={k} value={k}>
              {t(`kind.${k}`)}
            </option>
          ))}
        </select>
        <select name="period" value={view?.period ?? ''} onChange={(e) => change({ period: e.target.value })}>
          {view?.periods.map((p) => (
            <option key={p} value={p}>
              {periodText(p, language)}
            </option>
          ))}
        </select>
        <div className={styles.bys} role="radiogroup" aria-label={t('groupBy')}>
          {BYS.map((b) => (
            <label key={b}>
              <input type="radio" name="by" value={b} checked={by === b} onChange={() => change({ by: b })} />
              {t(`by.${b}`)}
            </label>
          ))}
        </div>
        {view && (
          <ExportMenu
            of={t('title')}
            about={() => ({
              title: `${t('title')}, ${periodText(view.period, language)}`,
              name: `${t('title')} ${view.period}`,
              source: t('export:ownBoard'),
              measure: null,
              asOf: dayAndClock(viewNow()),
              // Counts of simulated numbers are simulated themselves.
              simulated: (me?.demonstration ?? false) || (counts?.simulated ?? false),
            })}
            sheet={() => supplySheet(view, language, (column) => t(`column.${column}`))}
            picture={() => document.querySelector<HTMLElement>('[data-pane="supply"]')}
          />
        )}
      </header>
      <Problem error={board.error ?? history.error} />
      <div className={styles.body}>
        <div className={styles.left} data-pane="supply">
          <PeriodBars
            periods={history.data ?? []}
            chosen={view?.period ?? ''}
            onChoose={(p) => change({ period: p })}
          />
          {view && <GroupTable view={view} language={language} chosen={key} onChoose={setKey} />}
          {view?.total.agreed === 0 && <p className={styles.none}>{t('nothingAgreed')}</p>}
        </div>
        {view && key !== null && (
          <MissingValues kind={kind} period={view.period} by={by} group={key} language={language} />
        )}
      </div>
    </div>
  )
}
