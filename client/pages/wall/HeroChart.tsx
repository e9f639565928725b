import { useMemo } from 'react'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { Panel, type PanelLook, type PanelPoint } from '../../charts/Panel.tsx'
import { type CellMeta, viewNow } from '../../live/index.ts'
import { dayText, formatNumber, minuteText, targetText, useLanguage } from '../../ui/index.ts'
import type { HistoryPoint } from './change.ts'

const LOOK: PanelLook = {
  line: '#f2f4f5',
  earlier: '#939ca4',
  rule: '#343b42',
  target: '#59626b',
  band: '#333b43',
  text: '#939ca4',
  ground: '#121519',
  words: '"Be Vietnam Pro"',
}
const DAY = 86_400_000
/** A silence longer than this breaks a real-time line. */
const GAP = 45 * 60_000

const midnight = (at: number) => Math.floor((at + ZONE_OFFSET_MS) / DAY) * DAY - ZONE_OFFSET_MS

/** A line that does not pretend to know what happened while nothing came. */
function broken(points: readonly PanelPoint[]): PanelPoint[] {
  return points.flatMap((p, i) => {
    const before = points[i - 1]
    return before && p.at - before.at > GAP ? [{ at: before.at + 1, value: null }, p] : [p]
  })
}

type Props = { meta: CellMeta; past: readonly HistoryPoint[]; hollow: boolean; u: number }

/** Real-time numbers: today over yesterday, hour by hour. The others: their periods. */
export function HeroChart({ meta, past, hollow, u }: Props) {
  const language = useLanguage()
  const data = useMemo(() => {
    if (meta.period !== 'realtime') {
      const points = past.map((p) => ({ at: p.from, value: p.value }))
      return { points, earlier: [], from: points[0]?.at ?? 0, to: points.at(-1)?.at ?? 1 }
    }
    const from = midnight(past.at(-1)?.to ?? viewNow())
    const all = past.map((p) => ({ at: p.to, value: p.value }))
    return {
      points: broken(all.filter((p) => p.at >= from)),
      earlier: broken(all.filter((p) => p.at < from).map((p) => ({ ...p, at: p.at + DAY }))),
      from,
      to: from + DAY,
    }
  }, [meta.period, past])
  const { target } = meta
  const short = meta.period === 'realtime'
  const year = meta.period === 'yearly' || meta.period === 'quarterly'
  return (
    <Panel
      {...data}
      hollow={hollow}
      target={
        target && {
          low: target.value,
          high: target.valueHigh,
          label: targetText(target, meta.decimals, language),
        }
      }
      look={LOOK}
      u={u}
      label={meta.name[language]}
      formatValue={(v) => formatNumber(v, Math.abs(v) >= 100 ? 0 : Math.min(meta.decimals, 1), language)}
      formatTime={(at) => {
        if (short) return minuteText(at, language)
        const text = dayText(at, language)
        return year ? text.slice(-4) : text.split('/').slice(-2).join('/')
      }}
    />
  )
}
