import { useQuery } from '@tanstack/react-query'
import type { HistoryView } from '../../../shared/api/live.ts'
import { api } from '../../api/index.ts'
import type { Cell, CellMeta } from '../../live/index.ts'
import { hasValue } from './numbers.ts'

/** `at` is the beginning of the time the value belongs to, ms since 1970. */
export type TrendPoint = { at: number; value: number }

const STALE_MS = 60_000

/** A series' history as known now, at most `points` of it, its live value at the end. */
export function useTrend(meta: CellMeta | undefined, cell: Cell | null, points: number): TrendPoint[] {
  const { data } = useQuery({
    queryKey: ['history', meta?.indicator, meta?.unit, meta?.unitFrom, points],
    enabled: meta !== undefined,
    staleTime: STALE_MS,
    // The stream brings the newest value alone: in an hour of session what lay between would be a straight line.
    refetchInterval: STALE_MS,
    queryFn: () => {
      const { indicator = '', unit = '' } = meta ?? {}
      const query = new URLSearchParams({ indicator, unit, points: String(points) })
      return api.get<HistoryView>(`/api/history?${query}`)
    },
  })
  const list = (data?.points ?? []).map((p): TrendPoint => ({ at: p.t, value: p.value }))
  const last = list.at(-1)
  if (hasValue(cell) && (!last || cell.validFrom > last.at))
    list.push({ at: cell.validFrom, value: cell.value })
  return list
}
