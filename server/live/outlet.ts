import type { Socket } from 'node:net'
import type { Packet } from './packet.ts'
import type { LiveSocket } from './socket.ts'

/** Bytes that may wait in this process for a socket's transport; the operating system holds more. */
const MOST_WAITING = 32 * 1024
const OPEN = 1

/** What of engine.io and ws is used below their types: the packets that wait, and the connection under the WebSocket. */
type Conn = {
  readyState: string
  writeBuffer: unknown[]
  transport: { socket?: { readyState: number; _socket?: Socket | null; _sender?: { _state?: number } } }
}
type Client = { writeToEngine(packets: Buffer[], options: object): void }

/** The way of frames to one socket: bytes that were made ready once go to its connection as they are. */
export class Outlet {
  readonly socket: LiveSocket
  readonly #conn: Conn

  constructor(socket: LiveSocket) {
    this.socket = socket
    this.#conn = socket.conn as unknown as Conn
  }

  /** Whether what was given so far has gone, all but a little. */
  get drains(): boolean {
    const { writeBuffer, transport } = this.#conn
    if (writeBuffer.length > 2) return false
    const connection = transport.socket?._socket
    return !connection || connection.writableLength < MOST_WAITING
  }

  send({ packet, wire }: Packet): void {
    const { readyState, writeBuffer, transport } = this.#conn
    if (readyState !== 'open') return
    const ws = transport.socket
    const connection = ws?._socket
    // Nothing waits before it, nothing is being put together: the order stays.
    if (connection && ws.readyState === OPEN && writeBuffer.length === 0 && !ws._sender?._state)
      connection.write(wire)
    else
      (this.socket as unknown as { client: Client }).client.writeToEngine([packet], {
        preEncoded: true,
        wsPreEncodedFrame: [wire],
      })
  }
}
