// Socket.IO as it comes: the values as JSON to a room, ten times a second.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { serve } from '../child.ts'

const http = createServer()
const io = new Server(http)
io.on('connection', (socket) => void socket.join('view'))
await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening))
let feeding: NodeJS.Timeout | undefined
serve({
  port: () => (http.address() as AddressInfo).port,
  feed: (frames: object[], ms: number) => {
    let turn = 0
    feeding = setInterval(() => io.to('view').emit('frame', frames[turn++ % frames.length]), ms)
  },
  rest: () => clearInterval(feeding),
})
