// A paired screen as its page is on the wire, without the page.
import { io } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import type { ScreenCommand, ScreenOrder, ScreenSelf } from '../../../shared/wall.ts'
import type { TestServer } from '../../harness/server.ts'
import type { LiveClient } from '../bridge/sockets.ts'

export type TestScreen = {
  id: number
  token: string
  socket: LiveClient
  selves: ScreenSelf[]
  orders: ScreenOrder[]
}

/** Lets in one more screen by a one-time link; its number and token. */
export async function pair(server: TestServer): Promise<{ id: number; token: string }> {
  const token = (await server.app.wall.pairingLink(server.url)).split('#pair=')[1]
  const { status, body } = await server.anonymous.post<{ id: number; token: string }>('/api/screens/pair', {
    token,
  })
  if (status !== 200) throw new Error(`not paired: ${status}`)
  return body
}

/** Connects as a page does: hears of itself, lives, and answers orders with `answers` (null = says nothing). */
export async function arrive(
  server: TestServer,
  { id, token }: { id: number; token: string },
  device = 'D'.repeat(43),
  answers: (command: ScreenCommand) => boolean | null = () => true,
): Promise<TestScreen> {
  const socket: LiveClient = io(server.url, {
    ...{ path: '/live', parser, transports: ['websocket'], forceNew: true, reconnection: false },
    ...{ autoConnect: false, auth: { screenToken: token, screenDevice: device } },
  })
  const screen: TestScreen = { id, token, socket, selves: [], orders: [] }
  socket.on('screen:there', (ack) => ack())
  socket.on('screen:token', (renewed, ack) => {
    screen.token = renewed
    ack()
  })
  socket.on('screen:self', (self) => screen.selves.push(self))
  socket.on('screen:order', (order) => {
    screen.orders.push(order)
    const ok = answers(order.command)
    if (ok !== null) socket.emit('screen:done', { id: order.id, ok, at: Math.max(order.at, Date.now()) })
  })
  // It listens before it comes: what it is told first is told with the welcome.
  await new Promise<void>((done, failed) => {
    socket.once('connect', () => done())
    socket.once('connect_error', failed)
    socket.connect()
  })
  return screen
}
