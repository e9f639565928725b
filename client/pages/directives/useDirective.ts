import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { DirectiveDetail } from '../../../shared/api/directives.ts'
import { api } from '../../api/index.ts'

/** One directive in full; that its addressee has it before him is told once to whoever gave it. */
export function useDirective(id: number) {
  const asked = useQuery({
    queryKey: ['directives', 'one', id],
    queryFn: () => api.get<DirectiveDetail>(`/api/directives/${id}`),
  })
  const { data: d } = asked
  const unread = d?.acts.includes('read') === true && d.readAt === null
  useEffect(() => {
    if (unread) void api.post(`/api/directives/${id}/acts`, { act: 'read', note: null }).catch(() => {})
  }, [unread, id])
  return asked
}
