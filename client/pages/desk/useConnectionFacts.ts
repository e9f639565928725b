import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ContractView, MessageView, QuarantineView } from '../../../shared/api/intake.ts'
import type { BoardRow } from '../../../shared/live.ts'
import { api } from '../../api/index.ts'

/** The lists are read again when the board says that this connection received something, at most every so often. */
const BUCKET_MS = 5_000

/** What was agreed with a connection, what it sent, what was refused. */
export function useConnectionFacts(row: BoardRow) {
  const at = `/api/connections/${encodeURIComponent(row.id)}`
  // A source that sends every second would ask every second: its bursts are answered together.
  const heard = row.lastMessageAt === null ? 0 : Math.floor(row.lastMessageAt / BUCKET_MS)
  const contract = useQuery({
    queryKey: ['connection', row.id, 'contract', row.period],
    queryFn: () => api.get<ContractView>(`${at}/contract`),
  })
  const messages = useQuery({
    queryKey: ['connection', row.id, 'messages', heard],
    queryFn: () => api.get<MessageView[]>(`${at}/messages?limit=8`),
    placeholderData: keepPreviousData,
  })
  const quarantine = useQuery({
    queryKey: ['connection', row.id, 'quarantine', row.refused24h],
    queryFn: () => api.get<QuarantineView[]>(`${at}/quarantine?limit=50`),
    placeholderData: keepPreviousData,
  })
  return {
    contract: contract.data ?? null,
    messages: messages.data ?? null,
    quarantine: quarantine.data ?? null,
    error: contract.error ?? messages.error ?? quarantine.error,
  }
}
