import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { dayNumber, dayText } from '../../../shared/calendar.ts'
import type { Cell } from '../../../shared/frame/cell.ts'
import type { BridgeView, CellMeta } from '../../../shared/live.ts'
import { timeShown } from '../../../shared/time-of-whole.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { type LiveView, useAges, useCells, useView, useViewClock } from '../../live/index.ts'
import { Legend } from '../../map/legend.tsx'
import { legendText } from '../../map/legend-text.ts'
import type { MapValue } from '../../map/picture.ts'
import { classify } from '../../map/scale.ts'
import { VietnamMap } from '../../map/VietnamMap.tsx'
import { formatNumber, useLanguage } from '../../ui/index.ts'
import { eraOn } from '../data/unitTree.ts'
import styles from './map-pane.module.css'
import { unitOf } from './names.ts'
import { useArcs } from './useArcs.ts'
import { asOf } from './words.ts'

/** `of`: a view that holds the indicator among others; without it the pane opens its own. */
type Props = { indicator: string | null; session: BridgeView | null; u: number; of?: LiveView }

/** The country by province, coloured by one number; who is in session, by arcs. The map itself is never taken down. */
export function MapPane({ indicator, session, u, of: given }: Props) {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const now = useViewClock()
  const own = useView(indicator && !given ? { kind: 'indicator', indicator } : null)
  const view = given ?? own
  const cells = useCells(view)
  const ages = useAges(view, cells)
  const era = eraOn(dayText(dayNumber(now)))
  const { arcs, labels } = useArcs(session, era)
  const { values, classes, there, of, newest, time } = useMemo(() => {
    const byUnit = new Map<string, MapValue>()
    let place = -1
    const isPart = (meta: CellMeta) => meta.unitKind === 'province' && meta.indicator === indicator
    const has = (cell: Cell | null | undefined): cell is Cell => cell != null && Number.isFinite(cell.value)
    const parts = view.cells.flatMap((meta, i) => (isPart(meta) ? [{ meta, cell: cells[i] }] : []))
    const ends = parts.flatMap(({ cell }) => (has(cell) ? [cell.validTo] : []))
    // Numbers of other periods are no part of this picture: its title names one.
    const time = timeShown(parts[0]?.meta.period ?? 'realtime', ends, parts.length)
    view.cells.forEach((meta, i) => {
      const cell = cells[i] ?? null
      if (!isPart(meta)) return
      const known = has(cell) && (time === null || cell.validTo === time)
      if (known && (place < 0 || cell.validTo > (cells[place]?.validTo ?? 0))) place = i
      byUnit.set(meta.unit, {
        value: known ? cell.value : null,
        ...(known
          ? { label: `${formatNumber(cell.value, meta.decimals, language)} ${unitOf(meta, language)}` }
          : {}),
        ...(known
          ? { freshness: ages[i] ?? cell.freshness, disputed: (cell.flags & FLAG.disputed) !== 0 }
          : {}),
        series: `${meta.indicator}@${meta.unit}`,
      })
    })
    const known = [...byUnit.values()].flatMap((v) => (v.value === null ? [] : [v.value]))
    return {
      values: byUnit,
      classes: known.length >= 3 ? classify(known, 5, 'wall') : null,
      there: known.length,
      of: byUnit.size,
      newest: place,
      time,
    }
  }, [view, cells, ages, language, indicator])
  const meta = view.cells[newest] ?? view.cells.find((m) => m.indicator === indicator)
  const cell = newest < 0 ? null : (cells[newest] ?? null)
  const text = legendText(
    language,
    (v) => formatNumber(v, Number.isInteger(v) ? 0 : Math.min(meta?.decimals ?? 1, 2), language),
    meta && unitOf(meta, language).length <= 2 ? unitOf(meta, language) : '',
  )
  const some = (is: (v: MapValue) => boolean | undefined) => [...values.values()].some(is)
  return (
    <section
      className={styles.pane}
      data-map={indicator ?? ''}
      data-map-time={time ?? undefined}
      data-coloured={classes ? '' : undefined}
    >
      <h2>{meta ? meta.short[language] : t('map')}</h2>
      <p>
        {meta && unitOf(meta, language)}
        {meta && cell && ` · ${asOf(cell, meta, now, language)}`}
      </p>
      <div className={styles.map}>
        <VietnamMap
          era={era}
          values={values}
          classes={classes}
          arcs={arcs}
          labels={labels}
          palette="wall"
          u={u}
          title={meta?.short[language] ?? t('map')}
        />
        <div className={styles.legend}>
          <Legend
            classes={classes}
            text={text}
            palette="wall"
            noValue={there < of}
            stale={some((v) => v.freshness === 'stale')}
            disputed={some((v) => v.disputed)}
            live={arcs.length > 0}
          />
        </div>
      </div>
      <p className={styles.foot} data-metric="provinces">
        {t('provinces', { there, of })}
      </p>
    </section>
  )
}
