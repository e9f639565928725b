import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import styles from './charts.module.css'

export type SparkPoint = { at: number; value: number }
export type SparkLook = { line: string; rule: string; target: string; band: string; ground: string }
type Props = {
  points: readonly SparkPoint[]
  /** The aim as a dotted line and a tick; a range as a band. */
  target: { low: number; high: number | null } | null
  width: number
  height: number
  /** CSS pixels of one design unit. */
  u: number
  look: SparkLook
  /** The last point is hollow when it is late, stale or provisional. */
  hollow: boolean
}

/** The trend of one number: one canvas, its last point marked, its target at the right edge. */
export function Sparkline(props: Props) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const now = useRef(props)
  now.current = props
  const { points, width, height, u } = props

  // One plot for the life of the place: only its data and size change.
  useEffect(() => {
    if (!box.current) return
    plot.current = new uPlot(options(now), [[], []], box.current)
    return () => {
      plot.current?.destroy()
      plot.current = null
    }
  }, [])
  useEffect(() => {
    plot.current?.setSize({ width: Math.max(10, width), height: Math.max(10, height) })
  }, [width, height])
  useEffect(() => {
    void u
    plot.current?.setData([points.map((p) => p.at / 1000), points.map((p) => p.value)])
  }, [points, u])
  return <div ref={box} className={styles.spark} aria-hidden="true" />
}

function options(now: { current: Props }): uPlot.Options {
  const { width, height } = now.current
  return {
    width: Math.max(10, width),
    height: Math.max(10, height),
    legend: { show: false },
    cursor: { show: false },
    padding: [0, 0, 0, 0],
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false },
      y: {
        range: (_, low, high) => {
          const { target } = now.current
          const all = [low, high, ...(target ? [target.low, target.high ?? target.low] : [])].filter(
            Number.isFinite,
          )
          const least = Math.min(...all)
          const most = Math.max(...all)
          const pad = (most - least || Math.abs(most) || 1) * 0.14
          return [least - pad, most + pad]
        },
      },
    },
    series: [{}, { stroke: () => now.current.look.line, width: 2.5, points: { show: false } }],
    hooks: { drawClear: [(p) => drawTarget(p, now.current)], draw: [(p) => drawLast(p, now.current)] },
  }
}

function drawTarget(p: uPlot, { target, look, u }: Props): void {
  if (!target) return
  const { ctx, bbox } = p
  const ratio = uPlot.pxRatio
  const y = (v: number) => Math.round(p.valToPos(v, 'y', true))
  if (target.high !== null) {
    ctx.fillStyle = look.band
    ctx.fillRect(bbox.left, y(target.high), bbox.width, Math.max(1, y(target.low) - y(target.high)))
    return
  }
  ctx.fillStyle = look.rule
  const step = 6 * u * ratio
  const dot = Math.max(1, 1.6 * u * ratio)
  for (let x = bbox.left; x < bbox.left + bbox.width; x += step)
    ctx.fillRect(x, y(target.low) - dot / 2, dot, dot)
  ctx.fillStyle = look.target
  const long = 14 * u * ratio
  ctx.fillRect(bbox.left + bbox.width - long, y(target.low) - 2 * u * ratio, long, 4 * u * ratio)
}

function drawLast(p: uPlot, { points, look, hollow, u }: Props): void {
  const last = points.at(-1)
  if (!last) return
  const ratio = uPlot.pxRatio
  const r = 5 * u * ratio
  const x = Math.min(p.valToPos(last.at / 1000, 'x', true), p.bbox.left + p.bbox.width - r - 1)
  const y = p.valToPos(last.value, 'y', true)
  const { ctx } = p
  ctx.beginPath()
  ctx.arc(x, y, r, 0, 2 * Math.PI)
  ctx.fillStyle = hollow ? look.ground : look.line
  ctx.fill()
  ctx.lineWidth = 2 * u * ratio
  ctx.strokeStyle = look.line
  ctx.stroke()
}
