// A bare WebSocket server: gives everyone connected the bytes it is given, ten times a second, and does nothing else.
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { serve } from '../child.ts'

const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  perMessageDeflate: false,
  clientTracking: true,
})
await new Promise((listening) => server.once('listening', listening))
let feeding: NodeJS.Timeout | undefined
serve({
  port: () => (server.address() as AddressInfo).port,
  feed: (frames: Uint8Array[], ms: number) => {
    const all = frames.map((f) => Buffer.from(f))
    let turn = 0
    feeding = setInterval(() => {
      const bytes = all[turn++ % all.length]
      if (bytes) for (const socket of server.clients) socket.send(bytes)
    }, ms)
  },
  rest: () => clearInterval(feeding),
})
