import { useId } from 'react'
import { type LegendText, legendRows } from './legend-text.ts'
import styles from './map.module.css'
import { MAP_COLOURS, type MapPalette } from './palette.ts'
import type { MapClasses } from './scale.ts'

export interface LegendProps {
  classes: MapClasses | null
  text: LegendText
  palette: MapPalette
  /** Which marks are on the map now; a mark nobody can find there is not explained. */
  noValue?: boolean
  stale?: boolean
  disputed?: boolean
  live?: boolean
}

const KEY = { width: 30, height: 30 }

function HatchKey({ palette, kind }: { palette: MapPalette; kind: 'noValue' | 'stale' }) {
  const c = MAP_COLOURS[palette]
  const id = useId()
  const none = kind === 'noValue'
  return (
    <svg className={styles.key} viewBox="0 0 30 30" aria-hidden="true">
      <pattern
        id={id}
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform={`rotate(${none ? 45 : -45})`}
      >
        <rect width="2" height="7" fill={none ? c.noValueLine : c.staleLine} />
      </pattern>
      <rect {...KEY} fill={none ? c.noValue : c.ramp[2]} />
      <rect {...KEY} fill={`url(#${id})`} />
    </svg>
  )
}

/** Classes from highest to lowest, then what the marks mean. Sizes follow `--u` (CSS length of one design unit). */
export function Legend(props: LegendProps) {
  const { classes, text, palette, noValue = true, stale = false, disputed = false, live = false } = props
  const c = MAP_COLOURS[palette]
  return (
    <ul className={styles.legend} data-palette={palette}>
      {classes &&
        legendRows(classes.breaks, text).map(({ index, words }) => (
          <li key={index} className={styles.classRow}>
            <svg className={styles.key} viewBox="0 0 30 30" preserveAspectRatio="none" aria-hidden="true">
              <rect {...KEY} fill={classes.colors[index]} />
            </svg>
            {words}
          </li>
        ))}
      {classes && noValue && (
        <li className={styles.markRow}>
          <HatchKey palette={palette} kind="noValue" />
          {text.noValue}
        </li>
      )}
      {classes && stale && (
        <li className={styles.markRow}>
          <HatchKey palette={palette} kind="stale" />
          {text.stale}
        </li>
      )}
      {classes && disputed && (
        <li className={styles.markRow} data-legend="disputed">
          <svg className={styles.key} viewBox="0 0 30 30" aria-hidden="true">
            <path d="M15 3L27 15L15 27L3 15Z" fill={c.doubt} />
          </svg>
          {text.disputed}
        </li>
      )}
      {live && (
        <li className={styles.markRow}>
          <svg className={styles.key} viewBox="0 0 30 30" aria-hidden="true">
            <path d="M0 15H17" stroke={c.ink} strokeWidth="2.5" />
            <circle cx="23" cy="15" r="5.5" stroke={c.ink} strokeWidth="3" fill="none" />
          </svg>
          {text.live}
        </li>
      )}
    </ul>
  )
}
