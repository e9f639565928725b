import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { SeriesView } from '../../../shared/api/history.ts'
import type { ClockState } from '../../../shared/clock.ts'
import { api } from '../../api/index.ts'
import { type LiveView, type SeriesPoint, useClock, useSeries, useViewClock } from '../../live/index.ts'
import { type Bucket, type Read, withArrived } from './buckets.ts'
import { RANGES, type RangeId } from './ranges.ts'

export type SeriesRef = { indicator: string; unit: string; unitFrom: string }
export type Range = {
  buckets: readonly Bucket[]
  /** The axis, ms since 1970. */
  from: number
  to: number
  loading: boolean
  error: Error | null
}

const MINUTE = 60_000
/** A replay's chart is read again no more often than this, however fast it runs. */
const READ_MS = 10_000
/** What the stream brings between two readings is kept up to so many values. */
const MOST_ARRIVED = 2_000
const NOTHING: readonly SeriesPoint[] = []
const NO_READ: Read = { bucketMs: null, knownAt: 0, buckets: [] }

/** How long one reading serves: the stream carries on from it, a bucket's worth of time at least. */
const servesFor = (span: number | null, pixels: number) =>
  Math.max(MINUTE, Math.min((span ?? 365 * 86_400_000) / pixels, 60 * MINUTE))

/** The moment whose knowledge is read: a replay's moves on in steps, between which the frames carry the chart. */
function momentOf(clock: ClockState, now: number, step: number): number | null {
  if (clock.mode === 'live') return null
  if (clock.mode === 'fixed') return clock.at
  const long = Math.max(step, clock.rate * READ_MS)
  return Math.floor(now / long) * long
}

/**
 * One series over a range up to the page's time: what the server read of it, and what the stream brought since.
 * `index` is its cell in the open view. Asks nothing without a series.
 */
export function useRange(
  ref: SeriesRef | null,
  range: RangeId,
  pixels: number,
  view: LiveView,
  index: number,
): Range {
  const clock = useClock()
  const now = useViewClock()
  // A range that was chosen with the page's time is every chart's.
  const span = clock.mode === 'fixed' && clock.from !== null ? clock.at - clock.from : RANGES[range]
  const step = servesFor(span, pixels)
  const moment = momentOf(clock, now, step)
  const known = clock.mode === 'live' ? null : clock.known
  const { data, error, isPending } = useQuery({
    queryKey: ['series', ref?.indicator, ref?.unit, ref?.unitFrom, span, clock.mode, known, moment],
    enabled: ref !== null,
    queryFn: () => api.get<SeriesView>(`/api/series?${asked(ref, span, pixels, moment ?? now)}`),
    refetchInterval: clock.mode === 'live' ? step : false,
    staleTime: step / 2,
    gcTime: 2 * MINUTE,
    retry: false,
    // A replay's chart stays while its next stretch is read; another time's never stands for this one's.
    placeholderData: (before, query) =>
      query?.queryKey.slice(0, 7).join() ===
      ['series', ref?.indicator, ref?.unit, ref?.unitFrom, span, clock.mode, known].join()
        ? before
        : undefined,
  })
  const history = useMemo(() => (data ? { knownAt: data.knownAt, points: [] } : null), [data])
  const streamed = useSeries(view, index, history, MOST_ARRIVED)
  const arrived = clock.mode === 'fixed' ? NOTHING : streamed
  // A replay taken back has heard of what is now ahead of it.
  const until = clock.mode === 'replay' ? now : Number.POSITIVE_INFINITY
  const joined = useMemo(
    () =>
      withArrived(
        data ?? NO_READ,
        arrived.filter((p) => p.from <= until),
      ),
    [data, arrived, until],
  )
  useReadAgain(joined.stale)
  const newest = joined.buckets.at(-1)?.lastAt ?? 0
  const to = clock.mode === 'live' ? Math.max(now, newest) : clock.mode === 'fixed' ? clock.at : now
  const first = joined.buckets[0]?.t ?? to - MINUTE
  const from = clock.mode !== 'live' && clock.from && range === 'all' ? Math.max(first, clock.from) : first
  return {
    buckets: joined.buckets,
    from: span === null ? from : to - span,
    to,
    loading: ref !== null && isPending,
    error,
  }
}

/** Its two times are added where it is asked. */
function asked(ref: SeriesRef | null, span: number | null, pixels: number, end: number): URLSearchParams {
  const query = new URLSearchParams({ ...ref, pixels: String(pixels) })
  // One bucket more than the axis: it slides on until the next reading.
  if (span !== null) query.set('from', String(Math.round(end - span * (1 + 1 / pixels))))
  return query
}

/** A correction within a bucket: read again, soon but not at every word. */
function useReadAgain(stale: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!stale) return
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['series'] }), 2_000)
    return () => clearTimeout(timer)
  }, [stale, queries])
}
