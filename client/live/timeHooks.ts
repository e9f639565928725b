import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { type AlertLine, alertsInForce } from '../../shared/alert.ts'
import type { ClockState } from '../../shared/clock.ts'
import { useCounts, useServerClock } from './feedHooks.ts'
import { clockStore, type PageClock, viewNow } from './time.ts'

/** A replay's time is told this often: at 600 times it still moves by two and a half minutes at most. */
const TOLD_MS = 250

/** Which time the page shows; renders again when it is set or steered, not as it passes. */
export const useClock = (): ClockState => useStore(clockStore, (s) => s.clock)
export const usePageClock = (): PageClock => useStore(clockStore)

/** The time the page speaks of (ms): the server's, told once a second, or the past's. */
export function useViewClock(): number {
  const now = useServerClock()
  const clock = useClock()
  const [, tell] = useState(0)
  const runs = clock.mode === 'replay' && clock.playing && !clock.ended
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => tell((n) => n + 1), TOLD_MS)
    return () => clearInterval(timer)
  }, [runs])
  return clock.mode === 'live' ? now : viewNow()
}

/** Warnings in force at the time that the page speaks of, the worst first; the same list until one comes or ends. */
export function useAlertsInForce(): readonly AlertLine[] {
  const { alerts } = useCounts()
  const now = useViewClock()
  const last = useRef<readonly AlertLine[]>([])
  const list = alertsInForce(alerts, now)
  if (list.length !== last.current.length || list.some((a, i) => a !== last.current[i])) last.current = list
  return last.current
}
