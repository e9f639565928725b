import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CoverageView } from '../../../shared/api/live.ts'
import { api } from '../../api/index.ts'
import { useCounts } from '../../live/index.ts'

/** What of the national set is supplied, by section. Read again when the stream's counts change. */
export function useCoverage(): CoverageView | null {
  const queries = useQueryClient()
  const { counts } = useCounts()
  const coverage = useQuery({ queryKey: ['coverage'], queryFn: () => api.get<CoverageView>('/api/coverage') })
  const supplied = counts?.supplied
  useEffect(() => {
    if (supplied !== undefined) void queries.invalidateQueries({ queryKey: ['coverage'] })
  }, [supplied, queries])
  return coverage.data ?? null
}
