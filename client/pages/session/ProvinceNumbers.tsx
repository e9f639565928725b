import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import { placeAmong } from '../../../shared/standing.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { useMe } from '../../api/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { useCell, useCells, useServerClock, useView, viewNow } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { valueText } from '../directives/AimFields.tsx'
import { UnitDirectives } from '../directives/UnitDirectives.tsx'
import { LateList } from './LateList.tsx'
import { NumberDetail } from './NumberDetail.tsx'
import { NumberRow } from './NumberRow.tsx'
import styles from './numbers.module.css'
import { hasValue, shortfall } from './numbers.ts'
import { numbersSheet } from './numbersSheet.ts'
import { useStanding } from './useStanding.ts'

/** Those not named keep their own order behind the named ones. */
const placeIn = (first: readonly string[], code: string) =>
  (first.indexOf(code) + first.length + 1) % (first.length + 1)
const Silhouette = lazy(() => import('./Silhouette.tsx'))

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
  const now = useServerClock()
  const view = useView({ kind: 'unit', unit: point.unit })
  const cells = useCells(view)
  const standing = useStanding(point.unit)
  const [chosen, setChosen] = useState<string | null>(null)
  const supplied = view.cells
    .map((meta, index) => ({ meta, index }))
    .filter(({ meta, index }) => meta.unit === point.unit && hasValue(cells[index] ?? null))
    .sort((a, b) => placeIn(first, a.meta.indicator) - placeIn(first, b.meta.indicator))
  const flags = ({ index }: { index: number }) => cells[index]?.flags ?? 0
  const short = supplied.filter(
    ({ meta, index }) => shortfall(cells[index]?.value ?? Number.NaN, meta.target) !== null,
  )
  const disputed = supplied.filter((s) => (flags(s) & FLAG.disputed) !== 0)
  const named = supplied.find(({ meta }) => first.includes(meta.indicator))
  const current =
    supplied.find(({ meta }) => meta.indicator === chosen) ?? named ?? disputed[0] ?? short[0] ?? supplied[0]
  const cell = useCell(view, current?.index ?? -1)
  const nation = useView(current ? { kind: 'indicator', indicator: current.meta.indicator } : null)
  const everywhere = useCells(nation)
  const placeOf = (indicator: string) => standing?.places.find((p) => p.indicator === indicator) ?? null
  // The selected number's place follows the stream itself.
  const place =
    current && hasValue(cell)
      ? placeAmong(
          cell,
          everywhere.flatMap((c, i) => {
            const meta = nation.cells[i]
            return c && meta?.unitKind === current.meta.unitKind && meta.unit !== point.unit ? [c] : []
          }),
          current.meta.direction,
        )
      : null
  const pane = useRef<HTMLElement>(null)
  return (
    <section ref={pane} className={styles.pane} aria-label={t('numbers.title')} data-numbers={point.unit}>
      <header className={styles.head}>
        <Suspense>
          <Silhouette unit={point.unit} />
        </Suspense>
        <div>
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
                  simulated: supplied.some((s) => (flags(s) & FLAG.simulated) !== 0),
                })}
                sheet={() =>
                  numbersSheet(
                    supplied.map(({ meta, index }) => ({
                      meta,
                      cell: cells[index] ?? null,
                      place: placeOf(meta.indicator),
                    })),
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
            {disputed.length > 0 && (
              <em data-state="disputed">, {t('numbers.disputes', { count: disputed.length })}</em>
            )}
            {short.length > 0 && <em>, {t('numbers.belowTarget', { count: short.length })}</em>}
          </p>
        </div>
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
              <th className={styles.rank}>{t('numbers.rank')}</th>
              <th className={styles.asOf}>{t('numbers.asOf')}</th>
            </tr>
          </thead>
          <tbody>
            {supplied.map(({ meta, index }) => {
              const selected = meta.indicator === current?.meta.indicator
              return (
                <NumberRow
                  key={meta.series}
                  view={view}
                  index={index}
                  meta={meta}
                  place={selected && nation.status === 'open' ? place : placeOf(meta.indicator)}
                  units={standing?.units ?? 0}
                  selected={selected}
                  onSelect={setChosen}
                />
              )
            })}
          </tbody>
        </table>
      </div>
      {current && (
        <NumberDetail
          unit={point.name[language]}
          view={view}
          index={current.index}
          meta={current.meta}
          cell={cell}
          everywhere={{ view: nation, cells: everywhere }}
          place={place}
          standing={standing}
          now={now}
        />
      )}
      {standing && <LateList late={standing.late} now={now} />}
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
    </section>
  )
}
