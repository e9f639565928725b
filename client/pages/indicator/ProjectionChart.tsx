import { useTranslation } from 'react-i18next'
import type { ProjectionView } from '../../../shared/api/history.ts'
import { timeTicks } from '../../charts/range/timeTicks.ts'
import styles from './projection.module.css'
import { projectionShape } from './projectionShape.ts'
import type { Point } from './summary.ts'

const WIDTH = 860
const HEIGHT = 240
const BOX = { left: 70, top: 16, right: WIDTH - 110, bottom: HEIGHT - 30 }

type Props = { view: ProjectionView; points: readonly Point[]; label: string; format(value: number): string }

/** What was as a line, what may come dashed and grey between its intervals: never in the colour of data. */
export function ProjectionChart({ view, points, label, format }: Props) {
  const { t } = useTranslation('indicator')
  const shape = projectionShape(view, points, BOX)
  if (!shape || !view.projection) return null
  const { end, target } = shape
  const near = (y: number) => Math.abs(y - end.y) < 14
  return (
    <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {shape.ticks.map(({ value, y }) => (
        <g key={value}>
          <line className={styles.grid} x1={BOX.left} x2={BOX.right} y1={y} y2={y} />
          <text className={styles.tick} x={BOX.left - 10} y={y + 4} textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {timeTicks(shape.from, shape.to, 8).map(({ at, text }) => (
        <text key={at} className={styles.tick} x={shape.x(at)} y={HEIGHT - 8} textAnchor="middle">
          {text}
        </text>
      ))}
      <path className={styles.band95} d={shape.band95} data-part="band95" />
      <path className={styles.band80} d={shape.band80} data-part="band80" />
      {[target.y, target.highY].map((y) =>
        y === null ? null : (
          <line key={y} className={styles.target} x1={BOX.left} x2={BOX.right} y1={y} y2={y} />
        ),
      )}
      <text
        className={styles.targetWord}
        x={BOX.right + 10}
        y={near(target.y) ? target.y + (target.y >= end.y ? 20 : -12) : target.y + 4}
      >
        {t('target')}
      </text>
      <line className={styles.now} x1={shape.lastX} x2={shape.lastX} y1={BOX.top} y2={BOX.bottom} />
      <text className={styles.estimate} x={(shape.lastX + end.x) / 2} y={BOX.top + 2} textAnchor="middle">
        {t('projection.estimate')}
      </text>
      <path className={styles.past} d={shape.past} data-part="past" />
      <path className={styles.ahead} d={shape.ahead} data-part="ahead" />
      <line className={styles.span95} x1={end.x} x2={end.x} y1={end.low95} y2={end.high95} />
      <line className={styles.span80} x1={end.x} x2={end.x} y1={end.low80} y2={end.high80} />
      <circle className={styles.point} cx={end.x} cy={end.y} r="4.5" />
      <text className={styles.value} x={end.x + 10} y={end.y + 4}>
        ≈ {format(view.projection.value)}
      </text>
    </svg>
  )
}
