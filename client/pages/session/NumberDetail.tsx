import { useTranslation } from 'react-i18next'
import type { UnitStanding } from '../../../shared/api/standing.ts'
import type { Place } from '../../../shared/standing.ts'
import type { Cell, CellMeta, LiveView } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { DisputeLine } from './DisputeLine.tsx'
import { LiveTrend } from './LiveTrend.tsx'
import { Neighbours } from './Neighbours.tsx'
import styles from './numbers.module.css'
import { disagreeing, figure, hasValue } from './numbers.ts'
import { TrendChart } from './TrendChart.tsx'
import { useTrend } from './useTrend.ts'

type Props = {
  unit: string
  view: LiveView
  index: number
  meta: CellMeta
  cell: Cell | null
  /** The same indicator over all units. */
  everywhere: { view: LiveView; cells: readonly (Cell | null)[] }
  place: Place | null
  standing: UnitStanding | null
  now: number
}

/** The selected number: what is disputed of it, its way with target, nation and the other source, and those around. */
export function NumberDetail(props: Props) {
  const { unit, view, index, meta, cell, everywhere, place, standing, now } = props
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const trend = useTrend(meta, cell, 200)
  const nationAt = everywhere.view.cells.findIndex((m) => m.unitKind === 'nation')
  const nationMeta = standing?.onNationScale.includes(meta.indicator)
    ? everywhere.view.cells[nationAt]
    : undefined
  const nationCell = nationMeta ? (everywhere.cells[nationAt] ?? null) : null
  const nation = useTrend(nationMeta, nationCell, 200)
  const dispute = standing?.disputes.find((d) =>
    d.series.some((s) => s.indicator === meta.indicator && s.unit === meta.unit),
  )
  const other = dispute && hasValue(cell) ? disagreeing(dispute, cell.value) : null
  return (
    <div className={styles.detail} data-detail={meta.indicator}>
      {dispute && <DisputeLine dispute={dispute} now={now} />}
      <h3>
        {meta.name[language]}
        <small>
          {[
            hasValue(cell) && `${figure(cell.value, meta.decimals, language)} ${meta.symbol[language]}`,
            place && t('numbers.rankTitle', { ...place, units: standing?.units ?? place.of }),
            meta.source && t('numbers.by', { source: meta.source[language] }),
          ]
            .filter(Boolean)
            .join(', ')}
        </small>
      </h3>
      {meta.period === 'realtime' ? (
        <LiveTrend view={view} index={index} meta={meta} />
      ) : (
        <TrendChart
          points={trend}
          target={meta.target?.value ?? null}
          nation={nation}
          other={
            other && {
              value: other.value,
              name: other.source?.[language] ?? t('numbers.otherSource'),
            }
          }
          decimals={meta.decimals}
          name={meta.name[language]}
          unit={unit}
        />
      )}
      {standing && (
        <Neighbours standing={standing} cells={everywhere.cells} metas={everywhere.view.cells} own={cell} />
      )}
    </div>
  )
}
