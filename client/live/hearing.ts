import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { AlarmHearing } from '../../shared/live.ts'
import { isPassing } from './passing.ts'
import { type LiveSocket, liveSocket } from './socket.ts'

const RETRY_MS = 3_000
const SILENCE: AlarmHearing = {
  ...{ heard: { critical: 0, high: 0, medium: 0, low: 0 }, calls: [], called: 0 },
}
const store = createStore<AlarmHearing>(() => SILENCE)
let readers = 0
let wired: LiveSocket | null = null

function hear(): void {
  const socket = liveSocket()
  if (!socket.connected || !readers) return
  socket.timeout(10_000).emit('alarms:hear', (error, answer) => {
    if (error || ('error' in answer && isPassing(answer))) return void setTimeout(hear, RETRY_MS)
    store.setState('error' in answer ? SILENCE : answer)
  })
}

function read(): () => void {
  const socket = liveSocket()
  if (wired !== socket) {
    wired = socket
    socket.on('connect', hear)
    socket.on('alarms:heard', (hearing) => store.setState(hearing))
  }
  readers++
  if (readers === 1) hear()
  return () => {
    readers--
  }
}

/** What is to sound on this person's desk, and which alarms have been called to it. */
export function useHearing(): AlarmHearing {
  useEffect(read, [])
  return useStore(store)
}
