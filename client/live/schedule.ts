// Things that happen on several screens at one instant of the server's clock.
import { useEffect, useState } from 'react'
import { serverNow } from './clock.ts'
import { liveSocket } from './socket.ts'

/** A timer sleeps until so long before the instant, then looks again: long sleeps end late. */
const AWAKE_MS = 24
const MOST_SLEEP_MS = 60_000
/** No timer of a machine that is awake is so late. */
const LATE_MS = 1_000

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

/**
 * What turns again and again by the server's clock: `look` draws what stands and says until when (ms; null: for good); `turned`
 * is false when no turn was due. A turn that does not come, for the clock was set back under it, is looked for anew after
 * `most` ms. Returns how to stop.
 */
export function keepTurning(look: (turned: boolean) => number | null, most = MOST_SLEEP_MS): () => void {
  let stop = () => {}
  const run = (turned: boolean) => {
    stop()
    const ends = look(turned)
    if (ends === null) return
    const callOff = schedule(ends, () => run(true))
    const late = setTimeout(() => run(false), Math.min(Math.max(0, ends - serverNow()), most) + LATE_MS)
    stop = () => {
      callOff()
      clearTimeout(late)
    }
  }
  run(false)
  return () => stop()
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
