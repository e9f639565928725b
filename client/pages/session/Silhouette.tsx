// A province's outline beside its name; loaded after the page.
import { useEffect, useState } from 'react'
import { loadBoundaries } from '../../map/boundaries.ts'
import styles from './numbers.module.css'

const [WIDTH, HEIGHT, PAD] = [60, 44, 2]

/** Nothing for a unit that is no province. */
export default function Silhouette({ unit }: { unit: string }) {
  const [path, setPath] = useState<string | null>(null)
  useEffect(() => {
    let over = false
    loadBoundaries().then(
      ({ eras }) => {
        if (over) return
        setPath(
          outline(eras['34'].parts.filter((p) => p.code === unit).map((p) => p.polygon[0] ?? [])) || null,
        )
      },
      () => undefined, // the name stands without it
    )
    return () => {
      over = true
    }
  }, [unit])
  if (!path) return null
  return (
    <svg className={styles.outline} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

/** Rings of [lon, lat] fitted into the box; a degree of longitude is narrower than one of latitude. Pure. */
export function outline(rings: readonly (readonly [number, number])[][]): string {
  const all = rings.flat()
  if (!all.length) return ''
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)]
  const [west, east] = [Math.min(...lons), Math.max(...lons)]
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = Math.min(
    (WIDTH - 2 * PAD) / ((east - west) * narrow || 1),
    (HEIGHT - 2 * PAD) / (north - south || 1),
  )
  const left = (WIDTH - (east - west) * narrow * scale) / 2
  const top = (HEIGHT - (north - south) * scale) / 2
  const at = ([lon, lat]: readonly [number, number]) =>
    `${(left + (lon - west) * narrow * scale).toFixed(1)} ${(top + (north - lat) * scale).toFixed(1)}`
  return rings.map((ring) => `M${ring.map(at).join('L')}Z`).join('')
}
