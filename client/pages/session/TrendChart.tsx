import { useTranslation } from 'react-i18next'
import { roundTicks } from '../../charts/range/shape.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './numbers.module.css'
import { figure } from './numbers.ts'
import { beside, spread, type TrendLabel } from './trendShape.ts'
import type { TrendPoint } from './useTrend.ts'

type Props = {
  points: readonly TrendPoint[]
  target: number | null
  /** The nation's number, where it is on the same scale. */
  nation: readonly TrendPoint[]
  /** What another source says of the newest value. */
  other: { value: number; name: string } | null
  decimals: number
  /** Of the indicator, and of whom the number is. */
  name: string
  unit: string
}
const WIDTH = 608
const HEIGHT = 176
const LEFT = 56
const RIGHT = 176
const TOP = 12
const BOTTOM = 22
const LINE = 16
const date = new Intl.DateTimeFormat('vi-VN', {
  day: '2-digit',
  month: '2-digit',
  year: '2-digit',
  timeZone: 'Asia/Ho_Chi_Minh',
})

/** The selected number over time, with its target, the nation and the source that disagrees. */
export function TrendChart({ points, target, nation, other, decimals, name, unit }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || points.length < 2) return <p className={styles.noTrend}>{t('numbers.noTrend')}</p>
  const whole = beside(points, nation)
  const values = [...points, ...whole].map((p) => p.value)
  if (target !== null) values.push(target)
  if (other) values.push(other.value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = high === low ? Math.abs(high) * 0.1 || 1 : 0
  const ticks = roundTicks(low - room, high + room, 4)
  const [bottom = low, top = high] = [ticks[0], ticks.at(-1)]
  const end = WIDTH - RIGHT
  const x = (at: number) => LEFT + ((at - first.at) / (last.at - first.at || 1)) * (end - LEFT)
  const y = (v: number) => HEIGHT - BOTTOM - ((v - bottom) / (top - bottom || 1)) * (HEIGHT - TOP - BOTTOM)
  const path = (list: readonly TrendPoint[]) =>
    list.map((p, i) => `${i ? 'L' : 'M'}${x(p.at).toFixed(1)} ${y(p.value).toFixed(1)}`).join('')
  const text = (v: number) => figure(v, decimals, language)
  const newest = whole.at(-1)
  const labels: TrendLabel[] = [{ key: 'own', text: `${unit} ${text(last.value)}`, at: y(last.value) }]
  if (target !== null)
    labels.push({ key: 'target', text: `${t('numbers.target')} ${text(target)}`, at: y(target) })
  if (newest)
    labels.push({
      key: 'nation',
      text: `${t('numbers.nation')} ${text(newest.value)}`,
      at: y(newest.value),
    })
  if (other) labels.push({ key: 'other', text: `${other.name} ${text(other.value)}`, at: y(other.value) })
  return (
    <svg
      className={styles.chart}
      data-chart=""
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('numbers.trendOf', { name, from: date.format(first.at), to: date.format(last.at) })}
    >
      {ticks.map((v) => (
        <g key={v}>
          <line x1={LEFT} x2={end} y1={y(v)} y2={y(v)} data-part="grid" />
          <text x={LEFT - 8} y={y(v) + 4} textAnchor="end" data-part="axis">
            {text(v)}
          </text>
        </g>
      ))}
      {target !== null && (
        <line x1={LEFT} x2={end} y1={y(target)} y2={y(target)} strokeDasharray="2 4" data-part="target" />
      )}
      {whole.length > 1 && <path d={path(whole)} fill="none" data-part="nation" />}
      <rect x={LEFT} y={0} width={WIDTH - LEFT - RIGHT} height={HEIGHT} fill="none" pointerEvents="all" />
      <path d={path(points)} fill="none" data-part="line" />
      {points.map((p) => (
        <circle key={p.at} cx={x(p.at)} cy={y(p.value)} r="1" fill="none" data-at={p.at} />
      ))}
      <circle cx={x(last.at)} cy={y(last.value)} r="4" data-part="last" />
      {other && <circle cx={x(last.at)} cy={y(other.value)} r="4.5" fill="none" data-part="other" />}
      {spread(labels, LINE, TOP + 4, HEIGHT - BOTTOM).map((l) => (
        <text key={l.key} x={end + 12} y={l.y + 4} data-label={l.key}>
          {l.text}
        </text>
      ))}
      <text x={LEFT} y={HEIGHT - 4} data-part="axis">
        {date.format(first.at)}
      </text>
      <text x={end} y={HEIGHT - 4} textAnchor="end" data-part="axis">
        {date.format(last.at)}
      </text>
    </svg>
  )
}
