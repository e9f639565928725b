import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { HistoryView } from '../../../shared/api/live.ts'
import { api } from '../../api/index.ts'
import type { Cell, CellMeta } from '../../live/index.ts'
import { viewNow } from '../../live/index.ts'
import type { HistoryPoint } from './change.ts'

const HOUR = 3_600_000
/** How far back each kind of number is drawn. */
const SPAN: Record<CellMeta['period'], number> = {
  realtime: 26 * HOUR,
  daily: 400 * 24 * HOUR,
  weekly: 420 * 24 * HOUR,
  monthly: 800 * 24 * HOUR,
  quarterly: 1_200 * 24 * HOUR,
  yearly: 6_000 * 24 * HOUR,
}
const POINTS = 320

/** A number's past as now known, its live value at the end. Asked again each minute while it is shown. */
export function usePast(meta: CellMeta | undefined, cell: Cell | null): HistoryPoint[] {
  const { data } = useQuery({
    queryKey: ['past', meta?.indicator, meta?.unit, meta?.unitFrom],
    enabled: meta !== undefined,
    staleTime: 55_000,
    gcTime: 120_000,
    refetchInterval: 60_000,
    queryFn: () => {
      const m = meta as CellMeta
      const query = new URLSearchParams({
        indicator: m.indicator,
        unit: m.unit,
        unitFrom: m.unitFrom,
        from: String(Math.round(viewNow() - SPAN[m.period])),
        points: String(POINTS),
      })
      return api.get<HistoryView>(`/api/history?${query}`)
    },
  })
  const value = cell?.value ?? Number.NaN
  const from = cell?.validFrom ?? 0
  const to = cell?.validTo ?? 0
  return useMemo(() => {
    const list: HistoryPoint[] = (data?.points ?? []).map((p) => ({
      from: p.from,
      to: p.to,
      value: p.value,
      period: p.period,
    }))
    const last = list.at(-1)
    if (Number.isFinite(value)) {
      if (!last || to > last.to) list.push({ from, to, value, period: null })
      else if (to === last.to) list[list.length - 1] = { ...last, value }
    }
    return list
  }, [data, value, from, to])
}
