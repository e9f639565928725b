// Where the province lies, small and low: the argument is the numbers.
import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import type { LiveArc } from '../../map/arcs.ts'
import type { MapValue } from '../../map/picture.ts'
import { VietnamMap } from '../../map/VietnamMap.tsx'
import { useLanguage } from '../../ui/index.ts'

const NO_VALUES: ReadonlyMap<string, MapValue> = new Map()
const NO_ARCS: readonly LiveArc[] = []

export default function WallPlace({ point, u }: { point: BridgePointView; u: number }) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const name = point.name[language]
  return (
    <VietnamMap
      era="34"
      values={NO_VALUES}
      classes={null}
      arcs={NO_ARCS}
      selected={point.unit}
      palette="wall"
      variant="small"
      u={u}
      title={t('numbers.map', { name })}
    />
  )
}
