import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { RequestView } from '../../shared/api/scenes.ts'
import { api, useMe } from '../api/index.ts'
import { useServerClock, useSignal } from '../live/index.ts'
import { SecondAsked } from './SecondAsked.tsx'

const AGAIN_MS = 30_000
/** Screens answer one by one, and each answer is told: the requests are asked for once after them. */
const TOGETHER_MS = 300
/** A bar that went lets the next one move up under the pointer. */
const STILL_MS = 700

/** Whoever may confirm is told on every page that another asks a second person for something on the wall. */
export function SecondBar() {
  const me = useMe()
  return me.can('manage', 'Scene') || me.can('approve', 'Scene') ? <Waiting /> : null
}

function Waiting() {
  const now = useServerClock()
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['scene-requests'],
    queryFn: () => api.get<RequestView[]>('/api/scene-requests'),
    refetchInterval: AGAIN_MS,
  })
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(
    () => () => {
      clearTimeout(soon.current)
      soon.current = undefined
    },
    [],
  )
  useSignal('scenes', () => {
    soon.current ??= setTimeout(() => {
      soon.current = undefined
      void client.invalidateQueries({ queryKey: ['scene-requests'] })
    }, TOGETHER_MS)
  })
  // What came of a yes is told, though what it was said to waits no more: that it was refused, or that screens kept silent.
  const [told, setTold] = useState<RequestView | null>(null)
  const open = data?.filter((r) => !r.own) ?? []
  const gone = told && !open.some((r) => r.id === told.id) ? [told] : []
  const shown = [...open, ...gone].filter((r) => r.expiresAt > now)
  const steady = useSteady(shown.map((r) => r.id).join())
  return shown.map((request) => (
    <SecondAsked key={request.id} request={request} steady={steady} onTold={setTold} />
  ))
}

/** Whether a row of bars stood still long enough for a press to mean the one that it hits. */
function useSteady(of: string): boolean {
  const [steady, setSteady] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSteady(of), STILL_MS)
    return () => clearTimeout(timer)
  }, [of])
  return steady === of
}
