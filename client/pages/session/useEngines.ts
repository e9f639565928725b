import { useQuery } from '@tanstack/react-query'
import type { EnginesView } from '../../../shared/api/bridge.ts'
import { api } from '../../api/index.ts'

const LOOK_MS = 5_000

/** What can carry a session now. Null until answered. */
export function useEngines(): EnginesView | null {
  const { data } = useQuery({
    queryKey: ['bridge-engines'],
    queryFn: () => api.get<EnginesView>('/api/bridge/engines'),
    refetchInterval: LOOK_MS,
  })
  return data ?? null
}

/** Most points that a session could have, the chair included: the media server takes over when it is there. */
export const mostPoints = (engines: EnginesView | null): number =>
  engines?.media === 'up' ? engines.livekit : (engines?.peer ?? 0)
