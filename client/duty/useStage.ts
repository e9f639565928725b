import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { StageMark } from '../../shared/api/stages.ts'
import { api } from '../api/index.ts'
import { liveSocket } from '../live/index.ts'

const store = createStore<{ mark: StageMark | null }>(() => ({ mark: null }))
let wired: unknown = null

/** The stage of operation in force, told by the stream; null until it is known. For screens and people alike. */
export function useStage(): StageMark | null {
  useEffect(() => {
    const socket = liveSocket()
    if (wired === socket) return
    wired = socket
    socket.on('stage', (mark) => store.setState({ mark }))
    // The socket may have been told before this was listening.
    api.get<StageMark>('/api/stage').then(
      (mark) => store.setState((s) => (s.mark ? s : { mark })),
      () => undefined,
    )
  }, [])
  return useStore(store, (s) => s.mark)
}
