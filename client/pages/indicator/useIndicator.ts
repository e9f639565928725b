import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { api } from '../../api/index.ts'
import { useCells, useView } from '../../live/index.ts'
import { ownDay, periodDays, probeUnits, type UnitRef } from './periods.ts'
import type { Point, Summary } from './summary.ts'

/** Live changes are gathered for this long before the page reads its figures again. */
const GATHER_MS = 3_000
const POINTS = 400
const NOWHERE: UnitRef = { unit: '', unitFrom: '' }

/** Everything the page of one indicator shows. `day` null = the latest period that has values. */
export function useIndicator(code: string, day: string | null, selected: string | null) {
  const at = encodeURIComponent(code)
  const indicator = useQuery({
    queryKey: ['indicator', code],
    queryFn: () => api.get<IndicatorView>(`/api/indicators/${at}`),
    retry: false,
  })
  const summaryOf = (of: string | null, enabled: boolean) => ({
    queryKey: ['indicator', code, 'summary', of],
    queryFn: () => api.get<Summary>(`/api/indicator/${at}/summary${of ? `?day=${of}` : ''}`),
    enabled,
  })
  const historyOf = ({ unit, unitFrom }: UnitRef) => ({
    queryKey: ['indicator', code, 'history', unit, unitFrom],
    queryFn: () =>
      api.get<{ points: Point[] }>(
        `/api/history?indicator=${at}&unit=${encodeURIComponent(unit)}&unitFrom=${unitFrom}&points=${POINTS}`,
      ),
    retry: false,
  })
  const today = useQuery(summaryOf(null, indicator.isSuccess))
  const probes = useQueries({ queries: probeUnits(today.data ?? null).map(historyOf) })
  const periods = periodDays(probes.flatMap((p) => p.data?.points ?? []))
  const wanted = day ?? ownDay(today.data ?? null, periods)
  const chosen = useQuery({
    ...summaryOf(wanted, indicator.isSuccess && wanted !== null),
    placeholderData: keepPreviousData,
  })
  const summary = wanted === null ? today : chosen
  const shown = summary.data?.units.find((u) => u.unit === selected) ?? summary.data?.nation ?? null
  const history = useQuery({
    ...historyOf(shown ?? NOWHERE),
    placeholderData: keepPreviousData,
    enabled: shown !== null,
  })

  // The stream says when a value changed; the figures of the page are then read again.
  const view = useView(indicator.isSuccess ? { kind: 'indicator', indicator: code } : null)
  const newest = useCells(view).reduce((latest, cell) => Math.max(latest, cell?.recordedAt ?? 0), 0)
  const queries = useQueryClient()
  const gathering = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (!newest) return
    // A stream that never rests is read at this pace all the same.
    gathering.current ??= setTimeout(() => {
      gathering.current = undefined
      void queries.invalidateQueries({ queryKey: ['indicator', code] })
    }, GATHER_MS)
  }, [newest, code, queries])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another indicator has its own changes
  useEffect(
    () => () => {
      clearTimeout(gathering.current)
      gathering.current = undefined
    },
    [code],
  )
  return {
    indicator: indicator.data ?? null,
    summary: summary.data ?? null,
    shown,
    history: (shown && history.data?.points) || [],
    periods,
    view,
    unknown: isNotFound(indicator.error),
    error: indicator.error ?? today.error ?? summary.error,
  }
}

const isNotFound = (error: Error | null) => error !== null && 'code' in error && error.code === 'NOT_FOUND'
