import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { StageMark } from '../../shared/api/stages.ts'
import { liveSocket, onTold } from '../live/index.ts'

const store = createStore<{ mark: StageMark | null }>(() => ({ mark: null }))
let wired: unknown = null

/** The stage of operation in force, told by the stream; null until it is known. For screens and people alike. */
export function useStage(): StageMark | null {
  useEffect(() => {
    const socket = liveSocket()
    if (wired === socket) return
    wired = socket
    onTold('stage', (mark) => store.setState({ mark }))
  }, [])
  return useStore(store, (s) => s.mark)
}
