import { useEffect, useMemo, useState } from 'react'
import type { LiveView } from './view.ts'

/** One value of a trend. Instants are ms since 1970; `to` is exclusive, and equals `from` for an instant. */
export type SeriesPoint = { from: number; to: number; value: number }
/** What GET /api/history answers: nothing in it was recorded after `knownAt`. */
export type KnownHistory = { knownAt: number; points: readonly SeriesPoint[] }
export type LivePoint = SeriesPoint & { recordedAt: number }

const byTime = (a: SeriesPoint, b: SeriesPoint) => a.to - b.to || a.from - b.from

/** History, then what the stream brought after it: each time once, a correction in its own place, the newest `most`. */
export function joinSeries(history: KnownHistory, live: readonly LivePoint[], most: number): SeriesPoint[] {
  const byKey = new Map(history.points.map((p) => [`${p.from}/${p.to}`, p]))
  for (const { recordedAt, ...p } of live) if (recordedAt > history.knownAt) byKey.set(`${p.from}/${p.to}`, p)
  return [...byKey.values()].sort(byTime).slice(-most)
}

/** Keeps what the stream brings, at most `most`; a later word about the same time takes the place of the earlier. */
export function keepLive(live: readonly LivePoint[], point: LivePoint, most: number): LivePoint[] {
  return [...live.filter((p) => p.from !== point.from || p.to !== point.to), point].slice(-most)
}

const NOTHING: readonly SeriesPoint[] = []

/**
 * One cell's series through time. Ask for the history once the view is open: the stream is kept from then on, so that
 * nothing falls between the two.
 */
export function useSeries(
  view: LiveView,
  index: number,
  history: KnownHistory | null,
  most = 400,
): readonly SeriesPoint[] {
  const { values } = view
  const [live, setLive] = useState<{ of: string; points: LivePoint[] }>({ of: '', points: [] })
  const series = view.cells[index]?.series
  const of = `${series ?? ''}`
  useEffect(() => {
    if (series === undefined) return
    const take = () => {
      const cell = values.get(index)
      if (!cell || !Number.isFinite(cell.value)) return
      const { validFrom: from, validTo: to, value, recordedAt } = cell
      setLive((kept) => {
        const before = kept.of === of ? kept.points : []
        const last = before.at(-1)
        // Freshness changed, not the value: the same list, so nothing renders.
        if (last?.recordedAt === recordedAt && last.from === from && last.to === to && last.value === value)
          return kept
        return { of, points: keepLive(before, { from, to, value, recordedAt }, most) }
      })
    }
    take()
    return values.onCell(index, take)
  }, [values, index, series, of, most])
  const arrived = live.of === of ? live.points : null
  return useMemo(
    () => (history ? joinSeries(history, arrived ?? [], most) : NOTHING),
    [history, arrived, most],
  )
}
