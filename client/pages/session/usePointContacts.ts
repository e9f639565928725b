import { useQuery } from '@tanstack/react-query'
import type { PointContact } from '../../../shared/api/contacts.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { api } from '../../api/index.ts'

const AGAIN_MS = 15_000

/** The second channel of each point; asked anew when the points are others. */
export function usePointContacts(session: BridgeView, enabled: boolean): PointContact[] {
  const { data } = useQuery({
    queryKey: ['bridge', session.id, 'contacts', session.points.length],
    queryFn: () => api.get<PointContact[]>(`/api/bridge/${session.id}/contacts`),
    refetchInterval: AGAIN_MS,
    enabled: enabled && session.endedAt === null,
  })
  return data ?? []
}
