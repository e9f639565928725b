import { io, type Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import type { BridgePeer, BridgeView, ClientToServer, ServerToClient } from '../../../shared/live.ts'

export type LiveClient = Socket<ServerToClient, ClientToServer>

/** A live connection as a person (cookie), a point (link and device) or a screen (token). Rejects when refused. */
export async function connect(
  url: string,
  who: { cookie: string } | { pointToken: string } | { screenToken: string; screenDevice?: string },
): Promise<LiveClient> {
  const socket: LiveClient = io(url, {
    path: '/live',
    parser,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...('cookie' in who ? { extraHeaders: { cookie: who.cookie } } : { auth: who }),
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('connect_error', (error) => {
      socket.close()
      reject(error)
    })
  })
  return socket
}

export const quality = {
  width: 640,
  height: 360,
  framesPerSecond: 15,
  lossPercent: 0,
  roundTripMs: 10,
  receiving: 1,
}

/** Says hello and joins; beats once a second until `quiet()` or `close()`. */
export async function takePart(socket: LiveClient, device: string, session?: string) {
  const report = { device, camera: true, microphone: true, take: true, ...(session ? { session } : {}) }
  const hello = await socket.emitWithAck('bridge:hello', report)
  if ('error' in hello) throw new Error(hello.error.code)
  let peers: BridgePeer[] = []
  socket.on('bridge:peers', (list) => {
    peers = list
  })
  const joined = await socket.emitWithAck('bridge:join')
  if ('error' in joined) throw new Error(joined.error.code)
  peers = joined.peers
  let beat: ReturnType<typeof setInterval> | undefined
  const loud = () => {
    clearInterval(beat)
    beat = setInterval(() => socket.emit('bridge:beat', { quality, microphone: true, camera: true }), 500)
  }
  loud()
  socket.on('disconnect', () => clearInterval(beat))
  return {
    socket,
    point: hello.point ?? '',
    grant: joined.grant,
    peers: () => peers,
    quiet: () => clearInterval(beat),
    loud,
  }
}

/** The first state of the session that satisfies the question. The caller watches before. */
export function sessionWhere(
  socket: LiveClient,
  is: (view: BridgeView) => boolean,
  ms = 30_000,
): Promise<BridgeView> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the session did not reach that state')), ms)
    const look = (view: BridgeView | null) => {
      if (!view || !is(view)) return
      clearTimeout(timer)
      socket.off('bridge:changed', look)
      resolve(view)
    }
    socket.on('bridge:changed', look)
  })
}
