import { useTranslation } from 'react-i18next'
import {
  type CellMeta,
  type LiveView,
  useCell,
  useCells,
  useFreshness,
  useView,
  viewNow,
} from '../../live/index.ts'
import { StatusMarks, useLanguage, Value } from '../../ui/index.ts'
import { asOf, figure, hasValue, shortfall, targetText } from './numbers.ts'
import { Sparkline } from './Sparkline.tsx'
import { useTrend } from './useTrend.ts'
import styles from './wall.module.css'

const ROWS = 4

/** The few numbers of the province that say most: those with a target first, those that miss it before the others. */
export function WallNumbers({ unit, u }: { unit: string; u: number }) {
  const { t } = useTranslation('bridge')
  const view = useView({ kind: 'unit', unit })
  const cells = useCells(view)
  const weight = (meta: CellMeta, index: number) =>
    (shortfall(cells[index]?.value ?? Number.NaN, meta.target) !== null ? 2 : 0) + (meta.target ? 1 : 0)
  const list = view.cells
    .map((meta, index) => ({ meta, index }))
    .filter(({ meta, index }) => meta.unit === unit && hasValue(cells[index] ?? null))
    .sort((a, b) => weight(b.meta, b.index) - weight(a.meta, a.index) || a.index - b.index)
    .slice(0, ROWS)
  const hidden = view.hidden.filter((h) => h.unit === unit).length
  if (!list.length && !hidden) return <p className={styles.empty}>{t('numbers.none')}</p>
  return (
    <ul className={styles.numbers}>
      {list.map(({ meta, index }) => (
        <WallNumber key={meta.series} view={view} index={index} meta={meta} u={u} />
      ))}
      {hidden > 0 && <li className={styles.withheld}>{t('privacy.sign', { count: hidden })}</li>}
    </ul>
  )
}

function WallNumber({ view, index, meta, u }: { view: LiveView; index: number; meta: CellMeta; u: number }) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const cell = useCell(view, index)
  const freshness = useFreshness(cell, meta)
  const trend = useTrend(meta, cell, 60)
  const short = hasValue(cell) ? shortfall(cell.value, meta.target) : null
  const target = targetText(meta, language)
  return (
    <li data-short={short !== null || undefined} data-row={meta.indicator}>
      <h3>{meta.short[language]}</h3>
      <p className={styles.value}>
        <Value meta={meta} cell={cell} className={styles.number} />
        <small>{meta.symbol[language]}</small>
      </p>
      <Sparkline
        className={styles.spark}
        values={trend.map((p) => p.value)}
        target={meta.target?.comparator === 'range' ? null : (meta.target?.value ?? null)}
        width={220 * u}
        height={64 * u}
        title={t('numbers.trend')}
      />
      <p className={styles.facts}>
        <b data-freshness={freshness.state}>{t(`freshness.${freshness.state}`)}</b>
        {cell && <StatusMarks {...cell} now={viewNow()} language={language} />}
        {short !== null && (
          <em> · {t('numbers.shortLong', { by: figure(short, meta.decimals, language) })}</em>
        )}
        {hasValue(cell) && ` · ${asOf(cell, meta, language)}`}
        {meta.source && ` · ${meta.source[language]}`}
      </p>
      {target && (
        <p className={styles.goal}>
          {t('numbers.target')} {target}
        </p>
      )}
    </li>
  )
}
