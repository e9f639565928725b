import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ShiftNow } from '../../shared/api/shifts.ts'
import { api, useMe } from '../api/index.ts'
import { useSignal } from '../live/index.ts'

/** A new shift begins, a presence changes without a word: looked at again this often. */
const AGAIN_MS = 30_000

/** The shift of the hour and who stands watch; undefined until it is known, and for whom it does not concern. */
export function useShift(): ShiftNow | undefined {
  const queries = useQueryClient()
  const enabled = useMe().can('read', 'Duty')
  useSignal('shifts', () => void queries.invalidateQueries({ queryKey: ['shifts'] }))
  const { data } = useQuery({
    queryKey: ['shifts', 'now'],
    queryFn: () => api.get<ShiftNow>('/api/shifts/now'),
    refetchInterval: AGAIN_MS,
    enabled,
  })
  return data
}
