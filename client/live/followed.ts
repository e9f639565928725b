// That something is other than before is said once. What a page read before the server knew that it listens, or while the
// line was cut, may be older than a word that it missed: then it reads again.
import { useEffect, useRef } from 'react'
import type { ServerToClient } from '../../shared/live.ts'
import { type LiveSocket, liveSocket, useLiveEvent } from './socket.ts'
import { useClock } from './timeHooks.ts'

const PATIENCE_MS = 10_000
/** To a socket that shows another time the server says nothing of the present: what is of it is looked at this often. */
const PAST_MS = 15_000
/** `again`: it followed before, and the line was cut. */
type Listener = (again: boolean) => void
type Signal = 'directives' | 'bookings' | 'shifts' | 'log' | 'scenes' | 'walls'

/** Calls once a connection follows what changes, each time. For one socket. */
export function follow(socket: Pick<LiveSocket, 'on' | 'timeout' | 'connected'>, call: Listener): void {
  let before = false
  const ask = () =>
    socket.timeout(PATIENCE_MS).emit('clock', (late) => {
      if (late) return socket.connected ? ask() : undefined
      const again = before
      before = true
      call(again)
    })
  // Words go in order: once this is answered, the server has heard all that was asked for as the connection came.
  const up = () => queueMicrotask(ask)
  socket.on('connect', up)
  if (socket.connected) up()
}

const listeners = new Set<Listener>()
let wired: LiveSocket | null = null

/** Called once this page's socket follows what changes, after each connection. Returns how to stop. */
export function onFollowed(listener: Listener): () => void {
  const socket = liveSocket()
  if (wired !== socket) {
    wired = socket
    follow(socket, (again) => {
      for (const listener of [...listeners]) listener(again)
    })
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Hears that something is other than before, and that it may be: a word of before this page was followed is not heard. */
export function useSignal(event: Signal, listener: ServerToClient[Signal]): void {
  const latest = useRef(listener)
  latest.current = listener
  useLiveEvent(event, () => latest.current())
  // After a cut everything shown is asked for again, this with it.
  useEffect(() => onFollowed((again) => again || latest.current()), [])
  const past = useClock().mode !== 'live'
  useEffect(() => {
    if (!past) return
    const timer = setInterval(() => latest.current(), PAST_MS)
    return () => clearInterval(timer)
  }, [past])
}
