import { type Ref, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { ofOneTime } from '../../../shared/time-of-whole.ts'
import { FLAG, type Language } from '../../../shared/vocabulary.ts'
import type { LiveArc } from '../../map/arcs.ts'
import { Legend } from '../../map/legend.tsx'
import { legendText } from '../../map/legend-text.ts'
import type { MapPalette } from '../../map/palette.ts'
import type { MapValue } from '../../map/picture.ts'
import { classify } from '../../map/scale.ts'
import { VietnamMap } from '../../map/VietnamMap.tsx'
import { eraOn } from '../data/unitTree.ts'
import styles from './indicator.module.css'
import type { Standing } from './summary.ts'

/** The map's own words are sized for a wall; beside a desk they are smaller and follow the type size. */
const designUnit = () => (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16) * 0.6
const isDisputed = (u: Standing) => (u.flags & FLAG.disputed) !== 0
const NO_ARCS: readonly LiveArc[] = []

type Props = {
  indicator: IndicatorView
  units: readonly Standing[]
  /** The day whose boundaries are drawn, YYYY-MM-DD. */
  day: string
  palette: MapPalette
  language: Language
  format(value: number): string
  selected: string | null
  onSelect(unit: string): void
  /** The map with its legend, for a picture of it. */
  ref: Ref<HTMLDivElement>
}

/** The provinces of that day, coloured by their value. */
export default function ProvinceMap(props: Props) {
  const { indicator, day, palette, language, format, selected, onSelect } = props
  // What is of another period than most is not coloured beside them.
  const units = useMemo(() => {
    const placed = new Set(ofOneTime(props.units, indicator.period))
    return props.units.map((u) => (placed.has(u) ? u : { ...u, value: null }))
  }, [props.units, indicator.period])
  const { t } = useTranslation('indicator')
  const values = useMemo(
    () =>
      new Map<string, MapValue>(
        units.map((u) => [
          u.unit,
          {
            value: u.value,
            freshness: u.freshness,
            disputed: isDisputed(u),
            series: `${indicator.code}@${u.unit}`,
            ...(u.value !== null && { label: `${format(u.value)} ${indicator.symbol[language]}` }),
          },
        ]),
      ),
    [units, indicator, format, language],
  )
  const classes = useMemo(() => {
    const known = units.flatMap((u) => (u.value === null ? [] : [u.value]))
    return classify(known, 5, palette)
  }, [units, palette])
  const era = eraOn(day)
  return (
    <div
      ref={props.ref}
      className={styles.map}
      data-era={era}
      data-map-values={[...values.values()].filter((v) => v.value !== null).length}
    >
      <VietnamMap
        era={era}
        values={values}
        classes={classes}
        arcs={NO_ARCS}
        selected={selected}
        onPick={onSelect}
        interactive
        palette={palette}
        u={designUnit()}
        title={`${t('map')}: ${indicator.name[language]}`}
        words={{
          zoomIn: t('zoomIn'),
          zoomOut: t('zoomOut'),
          fit: t('fit'),
          noValue: t('mapNoValue'),
          disputed: t('mapDisputed'),
          failed: t('mapFailed'),
        }}
      />
      <div className={styles.legend}>
        <Legend
          classes={classes}
          palette={palette}
          text={legendText(language, format, indicator.symbol[language])}
          noValue={units.filter((u) => u.value !== null).length < Number(era)}
          stale={units.some((u) => u.freshness === 'stale')}
          disputed={units.some(isDisputed)}
        />
      </div>
    </div>
  )
}
