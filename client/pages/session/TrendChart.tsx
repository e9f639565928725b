import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../ui/index.ts'
import styles from './numbers.module.css'
import { figure } from './numbers.ts'
import type { TrendPoint } from './useTrend.ts'

type Props = {
  points: readonly TrendPoint[]
  target: number | null
  decimals: number
  measure: string
  name: string
}
const WIDTH = 600
const HEIGHT = 190
const LEFT = 56
const RIGHT = 84
const TOP = 14
const BOTTOM = 24
const date = new Intl.DateTimeFormat('vi-VN', {
  day: '2-digit',
  month: '2-digit',
  year: '2-digit',
  timeZone: 'Asia/Ho_Chi_Minh',
})

/** The selected number over time, with its target. */
export function TrendChart({ points, target, decimals, measure, name }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || points.length < 2) return <p className={styles.noTrend}>{t('numbers.noTrend')}</p>
  const values = points.map((p) => p.value)
  const all = target === null ? values : [...values, target]
  const low = Math.min(...all)
  const high = Math.max(...all)
  const room = (high - low || Math.abs(high) || 1) * 0.08
  const [bottom, top] = [low - room, high + room]
  const x = (at: number) => LEFT + ((at - first.at) / (last.at - first.at || 1)) * (WIDTH - LEFT - RIGHT)
  const y = (v: number) => HEIGHT - BOTTOM - ((v - bottom) / (top - bottom)) * (HEIGHT - TOP - BOTTOM)
  const line = points.map((p, i) => `${i ? 'L' : 'M'}${x(p.at).toFixed(1)} ${y(p.value).toFixed(1)}`).join('')
  const ticks = [0, 0.5, 1].map((part) => low + (high - low) * part)
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('numbers.trendOf', { name, from: date.format(first.at), to: date.format(last.at) })}
    >
      {ticks.map((v, i) => (
        <g key={i}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(v)} y2={y(v)} data-part="grid" />
          <text x={LEFT - 8} y={y(v) + 4} textAnchor="end" data-part="axis">
            {figure(v, decimals, language)}
          </text>
        </g>
      ))}
      {target !== null && (
        <>
          <line
            x1={LEFT}
            x2={WIDTH - RIGHT}
            y1={y(target)}
            y2={y(target)}
            strokeDasharray="2 4"
            data-part="target"
          />
          <text
            x={WIDTH - RIGHT + 8}
            y={y(target) + (Math.abs(y(target) - y(last.value)) < 14 ? -8 : 4)}
            data-part="axis"
          >
            {t('numbers.target')}
          </text>
        </>
      )}
      <path d={line} fill="none" data-part="line" />
      <circle cx={x(last.at)} cy={y(last.value)} r="4" data-part="last" />
      <text x={WIDTH - RIGHT + 8} y={y(last.value) + 4} data-part="value">
        {figure(last.value, decimals, language)} {measure === '%' ? '%' : ''}
      </text>
      <text x={LEFT} y={HEIGHT - 6} data-part="axis">
        {date.format(first.at)}
      </text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 6} textAnchor="end" data-part="axis">
        {date.format(last.at)}
      </text>
    </svg>
  )
}
