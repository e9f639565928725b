import { useTranslation } from 'react-i18next'
import type { Place } from '../../../shared/standing.ts'
import { type CellMeta, type LiveView, useCell, useFreshness, viewNow } from '../../live/index.ts'
import { StatusMarks, useLanguage, Value } from '../../ui/index.ts'
import styles from './numbers.module.css'
import { asOf, figure, hasValue, shortfall, targetText } from './numbers.ts'
import { Sparkline } from './Sparkline.tsx'
import { useTrend } from './useTrend.ts'

type Props = {
  view: LiveView
  index: number
  meta: CellMeta
  /** Among units of its kind with a value of the same period; null when there is nobody to stand among. */
  place: Place | null
  /** How many units of its kind there are. */
  units: number
  selected: boolean
  onSelect(indicator: string): void
}

/** Name, value, unit, target, trend, rank, as-of: always in this order. */
export function NumberRow({ view, index, meta, place, units, selected, onSelect }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const cell = useCell(view, index)
  const freshness = useFreshness(cell, meta)
  const trend = useTrend(meta, cell, 40)
  const target = targetText(meta, language)
  const short = hasValue(cell) ? shortfall(cell.value, meta.target) : null
  // On which side of its target it is wrong.
  const over = meta.target !== null && hasValue(cell) && cell.value > meta.target.value
  return (
    <tr
      data-selected={selected || undefined}
      data-short={short !== null || undefined}
      data-row={meta.indicator}
      data-indicator={meta.indicator}
    >
      <th scope="row">
        <button type="button" onClick={() => onSelect(meta.indicator)} aria-pressed={selected}>
          {meta.short[language] || meta.name[language]}
        </button>
      </th>
      <td className={styles.value}>
        <Value meta={meta} cell={cell} />
      </td>
      <td className={styles.measure}>{meta.symbol[language]}</td>
      <td className={styles.target}>
        {target ?? '–'}
        {short !== null && (
          <em>
            {t(over ? 'numbers.over' : 'numbers.short', { by: figure(short, meta.decimals, language) })}
          </em>
        )}
      </td>
      <td>
        <Sparkline
          className={styles.spark}
          values={trend.map((p) => p.value)}
          target={meta.target?.comparator === 'range' ? null : (meta.target?.value ?? null)}
          width={84}
          height={28}
          title={t('numbers.trend')}
        />
      </td>
      <td
        className={styles.rank}
        data-rank={place ? `${place.rank}/${place.of}` : undefined}
        title={
          place
            ? t('numbers.rankTitle', { ...place, units })
            : meta.direction === 'band'
              ? t('numbers.noRankBand')
              : t('numbers.noRank')
        }
      >
        {place ? (
          <>
            <b>{place.rank}</b>/{place.of}
          </>
        ) : (
          '–'
        )}
      </td>
      <td className={styles.asOf}>
        {cell && hasValue(cell) ? asOf(cell, meta, language) : '–'}
        {freshness.state !== 'fresh' && (
          <small data-freshness={freshness.state}>{t(`freshness.${freshness.state}`)}</small>
        )}
        {cell && <StatusMarks {...cell} now={viewNow()} language={language} short />}
      </td>
    </tr>
  )
}
