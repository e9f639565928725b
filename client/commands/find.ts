import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { FoundView } from '../../shared/api/finder.ts'
import { api } from '../api/index.ts'

const PAUSE_MS = 120

/** What has a name like this, asked of the server when the typing pauses. */
export function useFind(text: string): { found: readonly FoundView[]; error: Error | null } {
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const { data, error } = useQuery({
    queryKey: ['find', asked],
    queryFn: () => api.get<FoundView[]>(`/api/find?q=${encodeURIComponent(asked)}`),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
  })
  return { found: asked && text.trim() ? (data ?? []) : [], error }
}

/** The page that shows it. */
export function addressOf({ kind, id, name, running }: FoundView): string {
  const key = encodeURIComponent(id)
  if (kind === 'indicator') return `/data/${key}`
  if (kind === 'unit') return `/data?unit=${encodeURIComponent(name.vi)}`
  if (kind === 'connection') return `/desk?connection=${key}`
  if (kind === 'session') return running ? `/session/${key}` : `/sessions?session=${key}`
  return `/screens?screen=${key}`
}
