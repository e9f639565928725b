// Things that happen on several screens at one instant of the server's clock.
import { useEffect, useState } from 'react'
import { serverNow } from './clock.ts'
import { liveSocket } from './socket.ts'

/** A timer sleeps until so long before the instant, then looks again: long sleeps end late. */
const AWAKE_MS = 24
const MOST_SLEEP_MS = 60_000

/** Runs once the server's clock has reached `at` (ms), at once when that is past. Returns how to call it off. */
export function schedule(at: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>
  const look = () => {
    const left = at - serverNow()
    if (left <= 0) return run()
    timer = setTimeout(look, left > AWAKE_MS ? Math.min(left - AWAKE_MS / 2, MOST_SLEEP_MS) : left)
  }
  look()
  return () => clearTimeout(timer)
}

/** Tells the desk when this screen really turned: at the frame that draws it. */
export function reportTurn(at: number, what: string): void {
  requestAnimationFrame(() => {
    const socket = liveSocket()
    if (socket.connected) socket.emit('screen:turned', { at, turnedAt: serverNow(), what })
  })
}

/** Turns at the instant, as every other screen that was told of it does, and tells the desk when that was. */
export function turnAt(at: number, what: string, turn: () => void): () => void {
  return schedule(at, () => {
    turn()
    reportTurn(at, what)
  })
}

/** False until the server's clock has reached `at` (ms), true from then on; null = never. */
export function useAt(at: number | null): boolean {
  const [reached, setReached] = useState<number | null>(null)
  useEffect(() => {
    if (at === null) return
    return schedule(at, () => setReached(at))
  }, [at])
  return at !== null && (reached === at || serverNow() >= at)
}
