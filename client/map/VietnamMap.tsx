// The map of Viet Nam by province: colours, live arcs, both archipelagos. One GL context while mounted.
import { useContext, useRef, useState } from 'react'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { LiveArc } from './arcs.ts'
import type { Era } from './boundaries.ts'
import { MapsDrawn } from './drawn.ts'
import styles from './map.module.css'
import type { MapPalette } from './palette.ts'
import type { MapLabel, MapValue } from './picture.ts'
import type { MapState } from './renderer.ts'
import type { MapClasses } from './scale.ts'
import { useMapRenderer } from './useMapRenderer.ts'

export interface VietnamMapProps {
  /** Which provinces: the 63 before 2025-07-01 or the 34 since. */
  era: Era
  values: ReadonlyMap<string, MapValue>
  /** Null draws a flat map that tells only places. */
  classes: MapClasses | null
  arcs: readonly LiveArc[]
  selected?: string | null
  onPick?(code: string): void
  /** Provinces to name besides those of the arcs. */
  labels?: readonly MapLabel[]
  interactive?: boolean
  palette: MapPalette
  variant?: 'full' | 'small'
  attribution?: boolean
  /** CSS pixels of one design unit: screen height / 1080 on the wall. */
  u?: number
  /** What the map shows, for those who do not see it. */
  title?: string
  words?: MapWords
}
export interface MapWords {
  zoomIn: string
  zoomOut: string
  fit: string
  noValue: string
  disputed: string
  failed: string
}

const VIETNAMESE: MapWords = {
  zoomIn: 'Phóng to',
  zoomOut: 'Thu nhỏ',
  fit: 'Cả nước',
  noValue: 'chưa có số liệu',
  disputed: 'chưa khớp',
  failed: 'Chưa vẽ được bản đồ, đang thử lại',
}
const NO_LABELS: readonly MapLabel[] = []
export function VietnamMap(props: VietnamMapProps) {
  const { era, values, classes, arcs, selected = null, labels = NO_LABELS, interactive = false } = props
  const { palette, variant = 'full', attribution = true, u = 1, words = VIETNAMESE } = props
  const drawn = useContext(MapsDrawn)
  const container = useRef<HTMLDivElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<string | null>(null)
  const state: MapState = { era, values, classes, arcs, labels, selected, look: { palette, variant, u } }
  const { renderer, boundaries, failed } = useMapRenderer(container, state, interactive, {
    onPick: (code) => props.onPick?.(code),
    onHover(code, x, y) {
      setHovered(code)
      const box = tip.current
      if (box) box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
    },
  })
  const known = hovered ? values.get(hovered) : undefined
  const unit = hovered ? boundaries?.eras[era].byCode.get(hovered) : undefined
  const controls: [string, string, () => void][] = [
    ['+', words.zoomIn, () => renderer.current?.zoom(1)],
    ['−', words.zoomOut, () => renderer.current?.zoom(-1)],
    ['⤢', words.fit, () => renderer.current?.fit()],
  ]
  return (
    <section className={styles.frame} data-palette={palette} aria-label={props.title}>
      {drawn && <div ref={container} className={styles.canvas} />}
      {interactive && (
        <div className={styles.buttons} data-export="no">
          {controls.map(([sign, word, act]) => (
            <button key={sign} type="button" title={word} aria-label={word} onClick={act}>
              {sign}
            </button>
          ))}
        </div>
      )}
      {interactive && (
        <div ref={tip} className={styles.tip} hidden={!unit} data-export="no">
          <strong>{unit?.name_vi}</strong>
          {classes && (
            <span
              data-series={known?.series}
              data-unit-from={unit?.valid_from}
              data-freshness={known?.freshness}
            >
              {known?.label ?? words.noValue}
              {known?.disputed && ` · ${words.disputed}`}
            </span>
          )}
        </div>
      )}
      {failed && <p className={styles.failed}>{words.failed}</p>}
      {attribution && <small className={styles.attribution}>© OpenStreetMap contributors</small>}
    </section>
  )
}
