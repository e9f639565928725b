import { useQuery } from '@tanstack/react-query'
import type { BookingView, Delegate } from '../../../shared/api/bookings.ts'
import { api } from '../../api/index.ts'

/** Who was told to come, by the code of the unit; empty for a session that was not booked. */
export function useDelegates(session: string, enabled: boolean): (unit: string) => readonly Delegate[] {
  const { data } = useQuery({
    queryKey: ['bridge', session, 'booking'],
    queryFn: () => api.get<{ booking: BookingView | null }>(`/api/bridge/${session}/booking`),
    enabled,
  })
  return (unit) => data?.booking?.points.find((p) => p.unit.code === unit)?.delegates ?? []
}
