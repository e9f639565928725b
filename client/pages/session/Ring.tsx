import { type RefObject, useEffect, useState } from 'react'
import styles from './pointer.module.css'
import { ringed, type Touched } from './pointer.ts'

type Box = { left: number; top: number; width: number; height: number }
const SPOT = 22

/** The ring around what is pointed at, wherever that stands now; it lies over nothing that can be pressed. */
export function Ring({
  field,
  mark,
  label,
}: {
  field: RefObject<HTMLElement | null>
  mark: Touched | null
  label: string
}) {
  const [box, setBox] = useState<Box | null>(null)
  useEffect(() => {
    if (!mark) return setBox(null)
    let frame = 0
    const look = () => {
      const outer = field.current
      const target = outer && ringed(outer, mark)
      if (!outer || !target) setBox(null)
      else {
        const [a, b] = [outer.getBoundingClientRect(), target.getBoundingClientRect()]
        const spot = target.hasAttribute('data-at')
        const grown = spot ? (SPOT - b.width) / 2 : 0
        const next = {
          left: Math.round(b.left - a.left - grown),
          top: Math.round(b.top - a.top - grown),
          width: Math.round(b.width + 2 * grown),
          height: Math.round(b.height + 2 * grown),
        }
        setBox((before) => (before && JSON.stringify(before) === JSON.stringify(next) ? before : next))
      }
      frame = requestAnimationFrame(look)
    }
    look()
    return () => cancelAnimationFrame(frame)
  }, [field, mark])
  if (!mark || !box) return null
  return (
    <div
      className={mark.at === null ? styles.row : styles.spot}
      style={box}
      data-ring={mark.indicator}
      data-ring-at={mark.at ?? undefined}
    >
      <span>{label}</span>
    </div>
  )
}
