import { LineChart, type LineSeriesOption } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import styles from './charts.module.css'

use([LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent, CanvasRenderer])

export type PanelPoint = { at: number; value: number | null }
export type PanelData = {
  points: readonly PanelPoint[]
  /** The same hours of the day before, on today's axis. */
  earlier: readonly PanelPoint[]
  target: { low: number; high: number | null; label: string } | null
  from: number
  to: number
  /** The last point is hollow when it is late, stale or provisional. */
  hollow: boolean
}
export type PanelLook = {
  line: string
  earlier: string
  rule: string
  target: string
  band: string
  text: string
  ground: string
  words: string
}
type Props = PanelData & {
  look: PanelLook
  u: number
  label: string
  formatValue(value: number): string
  formatTime(at: number): string
}

/** A feed of ten values a second would draw the whole chart as often; twice a second looks the same from a seat. */
const DRAW_MS = 500

/** One large chart: the line, the day before behind it, the target. Drawn on one canvas that stays. */
export function Panel(props: Props) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const latest = useRef(props)
  const drawnAt = useRef(Number.NEGATIVE_INFINITY)
  const later = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (!box.current) return
    const made = init(box.current, null, { renderer: 'canvas' })
    chart.current = made
    const sized = new ResizeObserver(() => made.resize())
    sized.observe(box.current)
    return () => {
      clearTimeout(later.current)
      later.current = undefined
      drawnAt.current = Number.NEGATIVE_INFINITY
      sized.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    latest.current = props
    const draw = () => {
      later.current = undefined
      drawnAt.current = performance.now()
      chart.current?.setOption(option(latest.current), { notMerge: true, silent: true })
    }
    const wait = drawnAt.current + DRAW_MS - performance.now()
    if (wait <= 0) draw()
    else later.current ??= setTimeout(draw, wait)
  })
  return <div ref={box} className={styles.panel} role="img" aria-label={props.label} />
}

function option(p: Props) {
  const { look, u } = p
  const text = { color: look.text, fontFamily: look.words, fontSize: 20 * u }
  const last = p.points.findLast((x) => x.value !== null)
  const line: LineSeriesOption = {
    type: 'line',
    data: p.points.map((x) => [x.at, x.value]),
    showSymbol: false,
    connectNulls: false,
    lineStyle: { color: look.line, width: 4 * u },
    silent: true,
    ...(p.target
      ? p.target.high === null
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              data: [{ yAxis: p.target.low }],
              lineStyle: { color: look.target, width: 2 * u, type: 'solid' as const },
              label: { ...text, formatter: p.target.label, position: 'insideEndTop' as const },
            },
          }
        : {
            markArea: {
              silent: true,
              itemStyle: { color: look.band },
              data: [[{ yAxis: p.target.low }, { yAxis: p.target.high }]],
            },
          }
      : {}),
    ...(last
      ? {
          markPoint: {
            silent: true,
            symbol: 'circle',
            symbolSize: 16 * u,
            label: { show: false },
            itemStyle: {
              color: p.hollow ? look.ground : look.line,
              borderColor: look.line,
              borderWidth: 3 * u,
            },
            data: [{ name: '', coord: [last.at, last.value ?? 0] }],
          },
        }
      : {}),
  }
  return {
    animation: false,
    grid: { left: 92 * u, right: 16 * u, top: 34 * u, bottom: 44 * u },
    xAxis: {
      type: 'time' as const,
      min: p.from,
      max: p.to,
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true, formatter: (at: number) => p.formatTime(at), margin: 14 * u },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value' as const,
      scale: true,
      splitNumber: 3,
      axisLabel: { ...text, formatter: (v: number) => p.formatValue(v), margin: 14 * u },
      splitLine: { lineStyle: { color: look.rule, width: 1.5 * u } },
    },
    series: [
      {
        type: 'line' as const,
        data: p.earlier.map((x) => [x.at, x.value]),
        showSymbol: false,
        silent: true,
        lineStyle: { color: look.earlier, width: 2 * u, type: 'dotted' as const },
      },
      line,
    ],
  }
}
