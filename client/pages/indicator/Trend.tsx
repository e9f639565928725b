import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../shared/vocabulary.ts'
import { shortPeriodText } from '../../ui/index.ts'
import { dayText } from '../desk/times.ts'
import styles from './indicator.module.css'
import type { Point } from './summary.ts'
import { labelled, trendShape } from './trendShape.ts'

const WIDTH = 860
const HEIGHT = 260
const BOX = { left: 70, top: 14, right: WIDTH - 70, bottom: HEIGHT - 30 }
/** More dots than this are a line. */
const DOTTED = 40
/** A period below a dot takes this much. */
const LABEL_ROOM = 96

type Props = {
  points: readonly Point[]
  target: number | null
  label: string
  language: Language
  format(value: number): string
}

/** Values by period with the target as a dashed line; the nearest point under the pointer is told. */
export function Trend({ points, target, label, language, format }: Props) {
  const { t } = useTranslation('indicator')
  const [at, setAt] = useState<number | null>(null)
  const shape = trendShape(points, target, BOX)
  if (!shape) return <p className={styles.missing}>{t('trendEmpty')}</p>
  const { dots } = shape
  const name = (p: Point) => (p.period === null ? dayText(p.to) : shortPeriodText(p.period, language))
  const chosen = at === null ? dots.at(-1) : dots[at]
  const nearest = (x: number) =>
    dots.reduce((best, d, i) => (Math.abs(d.x - x) < Math.abs((dots[best]?.x ?? 0) - x) ? i : best), 0)
  return (
    <figure className={styles.trend}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={label}
        onPointerMove={(e) => {
          const box = e.currentTarget.getBoundingClientRect()
          setAt(nearest(((e.clientX - box.left) / box.width) * WIDTH))
        }}
        onPointerLeave={() => setAt(null)}
      >
        <title>{label}</title>
        {shape.ticks.map(({ value, y }) => (
          <g key={value}>
            <line className={styles.grid} x1={BOX.left} x2={BOX.right} y1={y} y2={y} />
            <text className={styles.tick} x={BOX.left - 10} y={y + 4} textAnchor="end">
              {format(value)}
            </text>
          </g>
        ))}
        {shape.targetY !== null && (
          <>
            <line
              className={styles.target}
              x1={BOX.left}
              x2={BOX.right}
              y1={shape.targetY}
              y2={shape.targetY}
            />
            <text className={styles.targetWord} x={BOX.right + 8} y={shape.targetY + 4}>
              {t('target')}
            </text>
          </>
        )}
        <path className={styles.line} d={shape.path} />
        {dots.length <= DOTTED &&
          dots.map((d) => <circle key={d.point.to} className={styles.dot} cx={d.x} cy={d.y} r="3" />)}
        {labelled(dots, LABEL_ROOM).map((d) => (
          <text key={d.point.to} className={styles.tick} x={d.x} y={HEIGHT - 8} textAnchor="middle">
            {name(d.point)}
          </text>
        ))}
        {chosen && (
          <>
            <circle className={styles.chosen} cx={chosen.x} cy={chosen.y} r="5" />
            <text
              className={styles.told}
              x={Math.min(Math.max(chosen.x, BOX.left + 60), BOX.right - 60)}
              y={Math.max(chosen.y - 12, 14)}
              textAnchor="middle"
            >
              {at === null
                ? format(chosen.point.value)
                : `${name(chosen.point)}: ${format(chosen.point.value)}`}
            </text>
          </>
        )}
      </svg>
    </figure>
  )
}
