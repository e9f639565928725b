import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Bucket } from './buckets.ts'
import styles from './range.module.css'
import { rangeShape } from './shape.ts'
import { timeTicks } from './timeTicks.ts'

/** Drawing units around the plot for the words of the axes. */
const [SIDE, TOP, FOOT] = [70, 16, 30]
/** Buckets to ask of the server: one a pixel of the plot at its own size. */
export const rangePixels = (width: number): number => width - 2 * SIDE

type Props = {
  buckets: readonly Bucket[]
  /** The axis, ms since 1970. */
  from: number
  to: number
  target: number | null
  label: string
  /** The drawing's own size; it is scaled as a whole. */
  width: number
  height: number
  format(value: number): string
  formatTime(at: number): string
}

/** One series over a range: its last value as a line, what lay between lowest and highest as a band. */
export function RangeChart({ buckets, from, to, target, label, width, height, format, formatTime }: Props) {
  const { t } = useTranslation('charts')
  const [pointed, setPointed] = useState<number | null>(null)
  const box = { left: SIDE, top: TOP, right: width - SIDE, bottom: height - FOOT }
  const shape = rangeShape(buckets, target, from, to, box)
  const last = shape?.dots.at(-1)
  if (!shape || !last) return <p className={styles.empty}>{t('range.empty')}</p>
  const chosen =
    pointed === null
      ? last
      : shape.dots.reduce(
          (best, d) => (Math.abs(d.x - pointed) < Math.abs(best.x - pointed) ? d : best),
          last,
        )
  const { bucket } = chosen
  // Of ticks that read the same for want of decimals one is enough.
  const ticks = [...new Map(shape.ticks.map((value) => [format(value), value])).values()]
  const told =
    pointed === null
      ? format(bucket.last)
      : `${formatTime(bucket.lastAt)}: ${format(bucket.last)}${
          bucket.max > bucket.min
            ? ` (${t('range.lowHigh', { low: format(bucket.min), high: format(bucket.max) })})`
            : ''
        }`
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      data-buckets={shape.dots.length}
      data-last={last.bucket.last}
      onPointerMove={(e) => {
        const seen = e.currentTarget.getBoundingClientRect()
        setPointed(((e.clientX - seen.left) / seen.width) * width)
      }}
      onPointerLeave={() => setPointed(null)}
    >
      {ticks.map((value) => (
        <g key={value}>
          <line
            className={styles.grid}
            x1={box.left}
            x2={box.right}
            y1={shape.y(value)}
            y2={shape.y(value)}
          />
          <text className={styles.tick} x={box.left - 10} y={shape.y(value) + 4} textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {timeTicks(from, to, width / 100).map(({ at, text }) => (
        <g key={at}>
          <line
            className={styles.mark}
            x1={shape.x(at)}
            x2={shape.x(at)}
            y1={box.bottom}
            y2={box.bottom + 5}
          />
          <text className={styles.tick} x={shape.x(at)} y={height - 8} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      <path className={styles.band} d={shape.band} data-part="band" />
      {target !== null && (
        <>
          <line
            className={styles.target}
            x1={box.left}
            x2={box.right}
            y1={shape.y(target)}
            y2={shape.y(target)}
          />
          <text className={styles.targetWord} x={box.right + 8} y={shape.y(target) + 4}>
            {t('range.target')}
          </text>
        </>
      )}
      <path className={styles.line} d={shape.line} data-part="line" />
      <circle className={styles.chosen} cx={chosen.x} cy={chosen.y} r="5" />
      <text
        className={styles.told}
        x={Math.min(Math.max(chosen.x, box.left + told.length * 3.4), box.right + 60 - told.length * 3.4)}
        y={chosen.y < TOP + 16 ? chosen.y + 24 : chosen.y - 12}
        textAnchor="middle"
      >
        {told}
      </text>
    </svg>
  )
}
