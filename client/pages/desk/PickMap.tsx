// The small map of the start dialog, loaded only when it opens.
import type { LiveArc } from '../../map/arcs.ts'
import type { MapPalette } from '../../map/palette.ts'
import type { MapLabel, MapValue } from '../../map/picture.ts'
import { VietnamMap } from '../../map/VietnamMap.tsx'

const NO_VALUES: ReadonlyMap<string, MapValue> = new Map()
const NO_ARCS: readonly LiveArc[] = []

type Props = {
  palette: MapPalette
  title: string
  selected: string | null
  labels: readonly MapLabel[]
  onPick(code: string): void
}

export default function PickMap(props: Props) {
  return (
    <VietnamMap
      era="34"
      values={NO_VALUES}
      classes={null}
      arcs={NO_ARCS}
      interactive
      variant="small"
      {...props}
    />
  )
}
