import { useEffect, useRef } from 'react'
import { io, type Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import type { ClientToServer, ServerToClient } from '../../shared/live.ts'
import { forgetRoundTrip, learnFromRoundTrip, monotonic } from './clock.ts'
import { heard, judgeLink, linkDown, linkUp } from './link.ts'
import { forgetTold, keepTold, listen } from './told.ts'

export type LiveSocket = Socket<ServerToClient, ClientToServer>
export type Credentials =
  | { kind: 'person' }
  | { kind: 'screen'; token: string; device?: string }
  | { kind: 'point'; token: string }

const TRIPS = 6
const TRIP_MS = 400

let credentials: Credentials = { kind: 'person' }
let socket: LiveSocket | null = null
let retryAfter = 500
let retry: ReturnType<typeof setTimeout> | undefined

/** What socket.io hands to the server's authenticateSocket; a person's session travels as the cookie. */
function auth(): Record<string, string> {
  if (credentials.kind === 'screen') {
    const { token, device } = credentials
    return { screenToken: token, ...(device ? { screenDevice: device } : {}) }
  }
  if (credentials.kind === 'point') return { pointToken: credentials.token }
  return {}
}

/** The server closed or refused us: socket.io would stop there, a wall must not. */
function tryAgain() {
  clearTimeout(retry)
  retry = setTimeout(() => socket?.connect(), retryAfter)
  retryAfter = Math.min(retryAfter * 1.7, 10_000)
}

function measureClock() {
  const sentAt = monotonic()
  socket?.timeout(5_000).emit('clock', (error: Error | null, serverTime: number) => {
    if (!error) learnFromRoundTrip(sentAt, monotonic(), serverTime)
  })
}

function open(): LiveSocket {
  const s: LiveSocket = io({
    path: '/live',
    parser,
    transports: ['websocket'],
    auth: (give) => give(auth()),
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    timeout: 10_000,
    autoConnect: false,
  })
  keepTold(s)
  s.on('connect', () => {
    retryAfter = 500
    forgetRoundTrip()
    linkUp()
    // The shortest of a few trips: a page that is just starting is slow to hear its answer.
    for (let n = 0; n < TRIPS; n++) setTimeout(measureClock, n * TRIP_MS)
    s.io.engine.on('packet', heard)
  })
  s.on('disconnect', () => {
    linkDown()
    if (!s.active) tryAgain()
  })
  s.on('connect_error', () => {
    if (!s.active) tryAgain()
  })
  s.connect()
  return s
}

setInterval(() => judgeLink(socket?.connected ?? false), 1_000)
setInterval(measureClock, 30_000)

/** The one socket of the page; connects at first use. */
export function liveSocket(): LiveSocket {
  socket ??= open()
  return socket
}

/** Says who this page is; connects anew when that changed. */
export function connectLive(as: Credentials): LiveSocket {
  const same =
    as.kind === credentials.kind &&
    (as.kind === 'person' || (credentials.kind !== 'person' && as.token === credentials.token))
  credentials = as
  if (!socket) return liveSocket()
  if (!same) {
    socket.disconnect()
    forgetTold()
    socket.connect()
  } else if (!socket.active) socket.connect()
  return socket
}

/** Whoever this page was is gone: nothing more is told to it, and the next one comes in by a socket of their own. */
export function leaveLive(): void {
  socket?.disconnect()
  clearTimeout(retry)
  forgetTold()
}

/** The screen's token is another from here on: the open socket stays, the next one comes with it. */
export function renewScreenToken(token: string): void {
  if (credentials.kind === 'screen') credentials = { ...credentials, token }
}

/** Hears every event of a name, and at once what this connection was told of it before. Returns how to stop. */
export const onTold = <E extends keyof ServerToClient>(event: E, listener: ServerToClient[E]): (() => void) =>
  listen(liveSocket(), event, (...words) => Reflect.apply(listener, null, words))

/** The same while the component is mounted; the listener may change without a new subscription. */
export function useLiveEvent<E extends keyof ServerToClient>(event: E, listener: ServerToClient[E]): void {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(
    () => listen(liveSocket(), event, (...words) => Reflect.apply(latest.current, null, words)),
    [event],
  )
}
