import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { IndicatorView, SectionView } from '../../../shared/api/catalogue.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { api, timed, useMe } from '../../api/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { type Cell, useView, viewNow } from '../../live/index.ts'
import { isNumberMark, Problem, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './data.module.css'
import { IndicatorFilters } from './IndicatorFilters.tsx'
import { IndicatorList } from './IndicatorList.tsx'
import { filterIndicators, groupIndicators, type IndicatorFilter } from './indicatorFilter.ts'
import { listSheet, nationalCell } from './listSheet.ts'
import { Units } from './Units.tsx'
import { useCoverage } from './useCoverage.ts'
import { useMarked } from './useMarked.ts'

function filterOf(params: URLSearchParams): IndicatorFilter {
  const section = Number(params.get('section'))
  const supplied = params.get('supplied')
  const status = params.get('status')
  return {
    text: params.get('text') ?? '',
    section: section || null,
    owner: params.get('owner'),
    level: params.get('level'),
    supplied: supplied === 'supplied' || supplied === 'missing' ? supplied : 'all',
    status: isNumberMark(status) ? status : null,
  }
}

const isSimulated = (cell: Cell | null) => cell !== null && (cell.flags & FLAG.simulated) !== 0

/** The catalogue with its present national values, the units of a day, and how much is supplied. */
export default function DataPage() {
  const { t } = useTranslation(['data', 'export'])
  const language = useLanguage()
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const filter = filterOf(params)
  const indicators = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
  })
  const sections = useQuery({
    queryKey: ['sections'],
    queryFn: () => api.get<SectionView[]>('/api/sections'),
  })
  const all = useMemo(() => indicators.data ?? [], [indicators.data])
  const view = useView(
    all.length ? { kind: 'cells', cells: all.map((i) => ({ indicator: i.code, unit: 'VN' })) } : null,
  )
  const coverage = useCoverage()
  const supplied = useMemo(() => new Set(coverage?.indicators ?? []), [coverage])
  const marked = useMarked(view, filter.status)
  const found = filterIndicators(all, filter, supplied, marked)
  const change = (change: Partial<IndicatorFilter>) => {
    const next = { ...filter, ...change }
    const entries = Object.entries(next).flatMap(([key, value]) =>
      value === null || value === '' || value === 'all' ? [] : [[key, String(value)]],
    )
    // The page's time stands in the address too.
    const clock = params.get('clock')
    setParams(Object.fromEntries(clock ? [...entries, ['clock', clock]] : entries), { replace: true })
  }
  const left = useRef<HTMLElement>(null)
  return (
    <div className={styles.page}>
      <section ref={left} className={styles.left}>
        <header className={styles.head}>
          <h1>{t('title')}</h1>
          {coverage && (
            <p data-metric="coverage">
              <b>{t('coverage.line', { supplied: coverage.supplied, total: coverage.nationalSet })}</b>
              {', '}
              {t('coverage.fresh', { count: coverage.fresh })}
            </p>
          )}
          <ExportMenu
            of={t('title')}
            about={() => ({
              title: t('title'),
              name: t('title'),
              source: t('export:manySources'),
              measure: t('export:perRow'),
              asOf: dayAndClock(viewNow()),
              simulated: found.some(({ code }) => isSimulated(nationalCell(view, code))),
            })}
            sheet={() =>
              listSheet(
                found,
                view,
                language,
                (column) => t([`column.${column}`, `export:column.${column}`]),
                (key) => t(key),
              )
            }
            picture={() => left.current?.querySelector<HTMLElement>('[data-part="list"]') ?? null}
            links={[
              { label: t('export:allLatest', { kind: 'XLSX' }), href: timed('/api/latest?format=xlsx') },
              {
                label: t('export:allLatest', { kind: 'JSON-stat' }),
                href: timed('/api/latest?format=json-stat'),
              },
            ]}
          />
          {me.can('import', 'File') && (
            <Link className={styles.import} to="/import">
              {t('import')}
            </Link>
          )}
        </header>
        <IndicatorFilters
          filter={filter}
          indicators={all}
          sections={sections.data ?? []}
          found={found.length}
          language={language}
          onChange={change}
        />
        <Problem error={indicators.error ?? sections.error} />
        {indicators.isPending && <p className={styles.none}>{t('loading')}</p>}
        {indicators.isSuccess && found.length === 0 && <p className={styles.none}>{t('nothing')}</p>}
        <IndicatorList
          groups={groupIndicators(found)}
          sections={sections.data ?? []}
          view={view}
          supplied={supplied}
          language={language}
        />
      </section>
      <Units language={language} />
    </div>
  )
}
