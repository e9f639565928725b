import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { AttentionRow, HappeningRow } from '../../shared/live.ts'
import { serverNow } from './clock.ts'
import { type BoardState, boardStore, countsStore, type LiveCounts, readFeed } from './feeds.ts'
import { type LinkState, linkStore } from './link.ts'
import { liveSocket } from './socket.ts'

/** The national counts, the line of what just happened, and the connections' strip. */
export function useCounts(): LiveCounts {
  useEffect(() => readFeed('counts'), [])
  return useStore(countsStore)
}

/** The connection board with screens and what needs attention. Refused for those who may not see it. */
export function useBoard(): BoardState {
  useEffect(() => readFeed('board'), [])
  return useStore(boardStore)
}

/** What just happened, newest first, at most 50; renders again only for these. */
export function useHappenings(): readonly HappeningRow[] {
  useEffect(() => readFeed('counts'), [])
  return useStore(countsStore, (s) => s.happenings)
}

/** What wants a person: for those who may see the board; renders again only for these. */
export function useAttention(): readonly AttentionRow[] {
  useEffect(() => readFeed('board'), [])
  return useStore(boardStore, (s) => s.attention)
}

/** The link to the server: lost after 15 s of nothing, with the time of the last word heard. */
export function useLink(): LinkState {
  useEffect(() => void liveSocket(), [])
  return useStore(linkStore)
}

/** The server's time (ms), told once a second just after its second begins. */
export function useServerClock(): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      setNow(serverNow())
      timer = setTimeout(tick, 1_000 - (serverNow() % 1_000) + 5)
    }
    tick()
    return () => clearTimeout(timer)
  }, [])
  return now
}
