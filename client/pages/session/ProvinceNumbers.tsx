import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { useMe } from '../../api/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { useCell, useCells, useView, viewNow } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { valueText } from '../directives/AimFields.tsx'
import { UnitDirectives } from '../directives/UnitDirectives.tsx'
import { LiveTrend } from './LiveTrend.tsx'
import { NumberRow } from './NumberRow.tsx'
import styles from './numbers.module.css'
import { figure, hasValue, rankOf, shortfall } from './numbers.ts'
import { numbersSheet } from './numbersSheet.ts'
import { TrendChart } from './TrendChart.tsx'
import { useTrend } from './useTrend.ts'

/** Those not named keep their own order behind the named ones. */
const placeIn = (first: readonly string[], code: string) =>
  (first.indexOf(code) + first.length + 1) % (first.length + 1)
const ProvinceMap = lazy(() => import('./ProvinceMap.tsx'))

/** The province's own numbers, live, beside its picture. */
export function ProvinceNumbers({
  point,
  session,
  first = [],
}: {
  point: BridgePointView
  session: string
  /** Codes of the indicators of the item of the agenda that is dealt with: they stand first. */
  first?: readonly string[]
}) {
  const { t } = useTranslation(['bridge', 'export'])
  const language = useLanguage()
  const me = useMe()
  const view = useView({ kind: 'unit', unit: point.unit })
  const cells = useCells(view)
  const [chosen, setChosen] = useState<string | null>(null)
  const supplied = view.cells
    .map((meta, index) => ({ meta, index }))
    .filter(({ meta, index }) => meta.unit === point.unit && hasValue(cells[index] ?? null))
    .sort((a, b) => placeIn(first, a.meta.indicator) - placeIn(first, b.meta.indicator))
  const short = supplied.filter(
    ({ meta, index }) => shortfall(cells[index]?.value ?? Number.NaN, meta.target) !== null,
  )
  const named = supplied.find(({ meta }) => first.includes(meta.indicator))
  const current = supplied.find(({ meta }) => meta.indicator === chosen) ?? named ?? short[0] ?? supplied[0]
  const cell = useCell(view, current?.index ?? -1)
  const trend = useTrend(current?.meta, cell, 200)
  const nation = useView(current ? { kind: 'indicator', indicator: current.meta.indicator } : null)
  const everywhere = useCells(nation)
  const rank =
    current && hasValue(cell)
      ? rankOf(
          cell.value,
          everywhere
            .filter((c, i) => c && nation.cells[i]?.unitKind === current.meta.unitKind)
            .map((c) => c?.value ?? Number.NaN),
          current.meta.direction,
        )
      : null
  const pane = useRef<HTMLElement>(null)
  return (
    <section ref={pane} className={styles.pane} aria-label={t('numbers.title')} data-numbers={point.unit}>
      <header className={styles.head}>
        <h2>
          {point.name[language]}
          {supplied.length > 0 && (
            <ExportMenu
              of={t('numbers.title')}
              about={() => ({
                title: `${t('numbers.title')}: ${point.name[language]}`,
                name: `${t('numbers.title')}-${point.name[language]}`,
                source: [...new Set(supplied.flatMap(({ meta }) => meta.source?.[language] ?? []))].join(
                  '; ',
                ),
                measure: t('export:perRow'),
                asOf: dayAndClock(viewNow()),
                simulated: supplied.some(({ index }) => ((cells[index]?.flags ?? 0) & FLAG.simulated) !== 0),
              })}
              sheet={() =>
                numbersSheet(
                  supplied.map(({ meta, index }) => ({ meta, cell: cells[index] ?? null })),
                  language,
                  (column) => t([`numbers.${column}`, `export:column.${column}`]),
                )
              }
              picture={() => pane.current}
            />
          )}
        </h2>
        <p>
          {t('numbers.count', { count: supplied.length })}
          {short.length > 0 && <em>, {t('numbers.belowTarget', { count: short.length })}</em>}
        </p>
      </header>
      {view.status === 'refused' && <p className={styles.empty}>{view.error?.message[language]}</p>}
      {view.status === 'open' && !supplied.length && <p className={styles.empty}>{t('numbers.none')}</p>}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('numbers.indicator')}</th>
              <th className={styles.value}>{t('numbers.value')}</th>
              <th>
                <span className={styles.hidden}>{t('numbers.measure')}</span>
              </th>
              <th className={styles.target}>{t('numbers.target')}</th>
              <th>{t('numbers.trend')}</th>
              <th className={styles.asOf}>{t('numbers.asOf')}</th>
            </tr>
          </thead>
          <tbody>
            {supplied.map(({ meta, index }) => (
              <NumberRow
                key={meta.series}
                view={view}
                index={index}
                meta={meta}
                selected={meta.indicator === current?.meta.indicator}
                onSelect={setChosen}
              />
            ))}
          </tbody>
        </table>
      </div>
      {me.can('read', 'Directive') && (
        <UnitDirectives
          unit={point.unit}
          session={session}
          aim={{
            indicator: current?.meta.indicator ?? '',
            comparator: current?.meta.direction === 'lower' ? '<=' : '>=',
            usual: valueText(current?.meta.target?.value),
          }}
        />
      )}
      {current && (
        <div className={styles.detail}>
          <h3>
            {current.meta.name[language]}
            <small>
              {hasValue(cell) &&
                `${figure(cell.value, current.meta.decimals, language)} ${current.meta.symbol[language]}`}
              {rank && `, ${t('numbers.rank', rank)}`}
              {current.meta.source && `, ${current.meta.source[language]}`}
            </small>
          </h3>
          <div className={styles.pictures}>
            {current.meta.period === 'realtime' ? (
              <LiveTrend view={view} index={current.index} meta={current.meta} />
            ) : (
              <TrendChart
                points={trend}
                target={current.meta.target?.value ?? null}
                decimals={current.meta.decimals}
                measure={current.meta.symbol[language]}
                name={current.meta.name[language]}
              />
            )}
            <div className={styles.map}>
              <Suspense>
                <ProvinceMap
                  unit={point.unit}
                  name={point.name[language]}
                  cells={everywhere}
                  metas={nation.cells}
                  language={language}
                />
              </Suspense>
            </div>
          </div>
        </div>
      )}
    </section>
  )
}
