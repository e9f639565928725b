import { queryOptions } from '@tanstack/react-query'
import type { IndicatorView, UnitView } from '../../../shared/api/catalogue.ts'
import { api } from '../../api/index.ts'

/** The catalogue changes seldom: it is not asked for again while a word is being said. */
const staleTime = 60_000

export const UNITS_TODAY = queryOptions({
  queryKey: ['units', 'today'],
  queryFn: () => api.get<UnitView[]>('/api/units'),
  staleTime,
})
export const INDICATORS = queryOptions({
  queryKey: ['indicators'],
  queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
  staleTime,
})
