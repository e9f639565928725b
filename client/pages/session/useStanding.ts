import { useQuery } from '@tanstack/react-query'
import type { UnitStanding } from '../../../shared/api/standing.ts'
import { api } from '../../api/index.ts'
import { useClock } from '../../live/index.ts'

/** Places, late reports and disputes follow the stream within this. */
const AGAIN_MS = 2_000

/** Where a unit stands now; null before the first answer, and while the page speaks of another time. */
export function useStanding(unit: string): UnitStanding | null {
  const live = useClock().mode === 'live'
  const { data } = useQuery({
    queryKey: ['standing', unit],
    queryFn: () => api.get<UnitStanding>(`/api/units/${encodeURIComponent(unit)}/standing`),
    refetchInterval: AGAIN_MS,
    enabled: live,
  })
  return live ? (data ?? null) : null
}
