import { useEffect, useMemo, useState } from 'react'
import type { BridgeView } from '../../../shared/live.ts'
import type { LiveArc } from '../../map/arcs.ts'
import { type Boundaries, type Era, loadBoundaries } from '../../map/boundaries.ts'
import type { MapLabel } from '../../map/picture.ts'
import { useLanguage } from '../../ui/index.ts'

const CAPITAL = '01'
const NO_ARCS: readonly LiveArc[] = []
const NO_LABELS: readonly MapLabel[] = []
const PRESENT = new Set(['joined', 'weak'])

/** From the Centre to each province that is in session now. */
export function useArcs(
  session: BridgeView | null,
  era: Era,
): {
  arcs: readonly LiveArc[]
  labels: readonly MapLabel[]
} {
  const language = useLanguage()
  const [boundaries, setBoundaries] = useState<Boundaries | null>(null)
  useEffect(() => {
    let here = true
    void loadBoundaries().then(
      (b) => here && setBoundaries(b),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [])
  const present = session?.points.filter((p) => p.role === 'point' && PRESENT.has(p.state)) ?? []
  // As text: the session object changes with every beat, who is there does not.
  const key = JSON.stringify(present.map((p) => [p.unit, p.name[language]]))
  return useMemo(() => {
    const shapes = boundaries?.eras[era].byCode
    const from = shapes?.get(CAPITAL)?.centre
    if (!shapes || !from || key === '[]') return { arcs: NO_ARCS, labels: NO_LABELS }
    const units: [string, string][] = JSON.parse(key)
    const arcs = units.flatMap(([code, name]): LiveArc[] => {
      const shape = shapes.get(code)
      return shape && code !== CAPITAL ? [{ code, name, from, to: shape.centre }] : []
    })
    return { arcs, labels: NO_LABELS }
  }, [boundaries, era, key])
}
