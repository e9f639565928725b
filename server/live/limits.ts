import type { IncomingMessage } from 'node:http'
import type { Socket as Connection } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import type { LiveEvent, LiveSocket } from './socket.ts'

/** What an event costs; one that asks the catalogue and makes a snapshot costs far more than one that says a number. */
const COST: Partial<Record<LiveEvent, number>> = {
  'view:open': 10,
  'view:resume': 5,
  'board:watch': 10,
  'counts:watch': 10,
  'alarms:watch': 10,
  'alarms:hear': 10,
  'clock:set': 20,
}
const BYTES_PER_POINT = 1_024
const PER_SECOND = 100
/** A page that starts or turns to another scene asks for a few dozen views at once. */
const MOST = 600
/** Below this a socket is not asking any more but flooding: it is closed. */
const FLOOD = -1_000
/** What may wait for a socket that does not read: it gets nothing more and is closed. */
const MOST_WAITING_BYTES = 1 << 20
const MOST_WAITING_PACKETS = 1_000
const LOG_AGAIN_MS = 60_000

type Bucket = { left: number; at: number; log: FastifyBaseLogger }
const buckets = new WeakMap<LiveSocket, Bucket>()
/** When something was last logged about an address. */
const logged = new Map<string, number>()

/** Once a minute an address, whatever it does meanwhile. */
export function logOnce(log: FastifyBaseLogger, address: string, what: string): void {
  const now = Date.now()
  if (now - (logged.get(address) ?? 0) < LOG_AGAIN_MS) return
  for (const [known, at] of logged) if (now - at >= LOG_AGAIN_MS) logged.delete(known)
  logged.set(address, now)
  log.warn({ address, what }, 'live client out of bounds')
}

/** Where a request comes from; with a proxy in front, what the nearest one says. */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? String(request.headers['x-forwarded-for'] ?? '') : ''
  return forwarded.split(',').at(-1)?.trim() || (request.socket.remoteAddress ?? '')
}

/** Counts every packet that a socket sends, known event or not, by number and size; one that floods is closed. */
export function limit(socket: LiveSocket, log: FastifyBaseLogger): void {
  buckets.set(socket, { left: MOST, at: performance.now(), log })
  socket.conn.on('packet', ({ data }: { data?: { length?: number } }) =>
    take(socket, 1 + (data?.length ?? 0) / BYTES_PER_POINT),
  )
}

/** Takes what an event costs beyond its packet. Throws RATE_LIMITED while its socket has asked for too much. */
export function spend(socket: LiveSocket, event: LiveEvent): void {
  if (!take(socket, COST[event] ?? 0)) throw new RequestError('RATE_LIMITED', { event })
}

function take(socket: LiveSocket, cost: number): boolean {
  const bucket = buckets.get(socket)
  if (!bucket) return true
  const now = performance.now()
  bucket.left = Math.min(MOST, bucket.left + ((now - bucket.at) / 1_000) * PER_SECOND) - cost
  bucket.at = now
  if (bucket.left >= 0) return true
  logOnce(bucket.log, socket.handshake.address, 'RATE_LIMITED')
  if (bucket.left < FLOOD) socket.disconnect(true)
  return false
}

/** Whether more waits for this socket than one that reads ever lets come together. */
export function overflows(socket: LiveSocket): boolean {
  const { writeBuffer, transport } = socket.conn as unknown as {
    writeBuffer: unknown[]
    transport: { socket?: { _socket?: Connection | null } }
  }
  return (
    writeBuffer.length > MOST_WAITING_PACKETS ||
    (transport.socket?._socket?.writableLength ?? 0) > MOST_WAITING_BYTES
  )
}
