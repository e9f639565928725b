import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { ScreenState, TurnSpread, WallView } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { isPassing, liveSocket, useLiveEvent, useSignal } from '../../live/index.ts'

const RETRY_MS = 3_000
const KEPT_TURNS = 20

export type ScreensNow = {
  status: 'opening' | 'open' | 'refused'
  screens: readonly ScreenState[]
  turns: readonly TurnSpread[]
}

/** The screens there are, each as it was last told. */
export function patched(
  before: readonly ScreenState[],
  changed: readonly ScreenState[],
  all: readonly number[],
): ScreenState[] {
  const byId = new Map([...before, ...changed].map((s) => [s.id, s]))
  return all.flatMap((id) => byId.get(id) ?? [])
}

/** Every screen as it is, told as it changes. */
export function useScreens(): ScreensNow {
  const [now, set] = useState<ScreensNow>({ status: 'opening', screens: [], turns: [] })
  const watch = useCallback(() => {
    liveSocket()
      .timeout(10_000)
      .emit('screens:watch', (error, answer) => {
        if (error || ('error' in answer && isPassing(answer))) return void setTimeout(watch, RETRY_MS)
        if ('error' in answer) set({ status: 'refused', screens: [], turns: [] })
        else set({ status: 'open', ...answer })
      })
  }, [])
  useEffect(() => {
    const socket = liveSocket()
    if (socket.connected) watch()
    socket.on('connect', watch)
    return () => {
      socket.off('connect', watch)
    }
  }, [watch])
  useLiveEvent('screens:state', (changed, all) =>
    set((s) => ({ ...s, screens: patched(s.screens, changed, all) })),
  )
  useLiveEvent('screens:turn', (turn) =>
    set((s) => ({
      ...s,
      turns: [turn, ...s.turns.filter((t) => t.at !== turn.at || t.what !== turn.what)].slice(0, KEPT_TURNS),
    })),
  )
  return now
}

/** The walls, asked again when one of them is other than before; none for who may not look at them. */
export function useWalls(enabled = true): readonly WallView[] {
  const queries = useQueryClient()
  useSignal('walls', () => void queries.invalidateQueries({ queryKey: ['walls'] }))
  const { data } = useQuery({
    queryKey: ['walls'],
    queryFn: () => api.get<WallView[]>('/api/walls'),
    enabled,
  })
  return data ?? []
}
