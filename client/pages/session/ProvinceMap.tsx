// The small map of the selected indicator, the province in session marked; loaded after the page.
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { FLAG, type Language } from '../../../shared/vocabulary.ts'
import type { Cell, CellMeta } from '../../live/index.ts'
import type { LiveArc } from '../../map/arcs.ts'
import type { MapValue } from '../../map/picture.ts'
import { classify } from '../../map/scale.ts'
import { VietnamMap } from '../../map/VietnamMap.tsx'
import { usePalette } from '../../ui/index.ts'
import { figure, hasValue } from './numbers.ts'

type Props = {
  unit: string
  name: string
  cells: readonly (Cell | null)[]
  metas: readonly CellMeta[]
  language: Language
}
const NO_ARCS: readonly LiveArc[] = []
const CLASSES_FROM = 5

export default function ProvinceMap({ unit, name, cells, metas, language }: Props) {
  const { t } = useTranslation('bridge')
  const palette = usePalette()
  const { values, classes } = useMemo(() => {
    const byUnit = new Map<string, MapValue>()
    metas.forEach((meta, i) => {
      const cell = cells[i] ?? null
      if (meta.unitKind !== 'province') return
      byUnit.set(meta.unit, {
        value: hasValue(cell) ? cell.value : null,
        ...(hasValue(cell)
          ? { label: `${figure(cell.value, meta.decimals, language)} ${meta.symbol[language]}` }
          : {}),
        ...(cell ? { freshness: cell.freshness, disputed: (cell.flags & FLAG.disputed) !== 0 } : {}),
        series: `${meta.indicator}@${meta.unit}`,
      })
    })
    const known = [...byUnit.values()].flatMap((v) => (v.value === null ? [] : [v.value]))
    return { values: byUnit, classes: known.length >= CLASSES_FROM ? classify(known, 5, palette) : null }
  }, [cells, metas, language, palette])
  const labels = useMemo(() => [{ code: unit, name }], [unit, name])
  return (
    <VietnamMap
      era="34"
      values={values}
      classes={classes}
      arcs={NO_ARCS}
      selected={unit}
      labels={labels}
      palette={palette}
      variant="small"
      u={0.5}
      title={t('numbers.map', { name })}
    />
  )
}
