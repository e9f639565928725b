import * as parser from 'socket.io-msgpack-parser'

const encoder = new parser.Encoder()
/** A final, unmasked binary WebSocket message (RFC 6455, 5.2). */
const BINARY = 0x82

/** A `frame` event made ready once for however many sockets: the Socket.IO packet, and the WebSocket frame around it. */
export type Packet = { packet: Buffer; wire: Buffer }

export function packetOf(frame: Uint8Array): Packet {
  // The parser knows bytes by Node's Buffer only; the same memory, not a copy.
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
  // Its types say one ArrayBuffer; it gives a list of one Buffer.
  const [body] = encoder.encode({ type: 2, data: ['frame', bytes], nsp: '/' }) as unknown as [Buffer]
  const header = body.length > 65_535 ? 10 : body.length > 125 ? 4 : 2
  const all = Buffer.allocUnsafeSlow(header + body.length)
  all[0] = BINARY
  all[1] = header === 10 ? 127 : header === 4 ? 126 : body.length
  if (header === 4) all.writeUInt16BE(body.length, 2)
  if (header === 10) all.writeBigUInt64BE(BigInt(body.length), 2)
  body.copy(all, header)
  return { packet: all.subarray(header), wire: all }
}
