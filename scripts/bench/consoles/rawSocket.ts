import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export type Message = { text: boolean; payload: Buffer }
type Options = {
  port: number
  path: string
  headers?: Record<string, string>
  protocol?: string
  prepare?: (socket: RawSocket) => void
}

/** All sockets of the process read into the same memory: what is not kept is never copied. */
const shared = Buffer.allocUnsafeSlow(256 * 1024)
/** Enough of a message to see which it is. */
export const HEAD = 128

/**
 * A WebSocket client that reads as cheaply as can be: it walks over the frames and keeps the beginning of the newest
 * message only, or whole messages while somebody asks for them.
 */
export class RawSocket {
  readonly #socket: Socket
  /** Messages and bytes of their payload received so far. */
  messages = 0
  bytes = 0
  /** The first bytes of the newest binary message. */
  readonly head = Buffer.alloc(HEAD)
  /** Called with each whole message while set. */
  onMessage: ((message: Message) => void) | null = null
  /** Called with each short text message, before `onMessage`; long ones are data. */
  onText: ((text: string) => void) | null = null
  /** Called at the end of each binary message, when `head` is its beginning. */
  onBinary: (() => void) | null = null
  onClose: ((code: number | null) => void) | null = null
  #upgraded: (() => void) | null = null
  #failed: ((error: Error) => void) | null = null
  #answer = ''
  /** Bytes of a frame's header that came in pieces. */
  #pending = Buffer.alloc(0)
  #left = 0
  #length = 0
  #code = 0
  #parts: Buffer[] = []

  private constructor(options: Options) {
    this.#socket = connect({
      port: options.port,
      host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback: (size, buffer) => {
          this.#read((buffer as Buffer).subarray(0, size))
          return true
        },
      },
    })
    this.#socket.setNoDelay(true)
    this.#socket.on('error', (error) => this.#failed?.(error))
    this.#socket.on('close', () => {
      this.#failed?.(new Error('closed before it was open'))
      this.onClose?.(null)
    })
    const lines = [
      `GET ${options.path} HTTP/1.1`,
      `Host: 127.0.0.1:${options.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(options.protocol ? [`Sec-WebSocket-Protocol: ${options.protocol}`] : []),
      ...Object.entries(options.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    ]
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  }

  /** Resolves once the server has agreed; throws what it answered otherwise. `prepare` is called before anything is read. */
  static open(options: Options): Promise<RawSocket> {
    const socket = new RawSocket(options)
    options.prepare?.(socket)
    return new Promise((done, failed) => {
      socket.#upgraded = () => {
        socket.#failed = null
        done(socket)
      }
      socket.#failed = failed
    })
  }

  send(payload: Uint8Array | string): void {
    const data = Buffer.from(payload as Uint8Array)
    const wide = data.length > 65_535 ? 10 : data.length > 125 ? 4 : 2
    // A mask of zeros leaves the payload as it is.
    const frame = Buffer.alloc(wide + 4 + data.length)
    frame[0] = typeof payload === 'string' ? 0x81 : 0x82
    frame[1] = 0x80 | (wide === 10 ? 127 : wide === 4 ? 126 : data.length)
    if (wide === 4) frame.writeUInt16BE(data.length, 2)
    if (wide === 10) frame.writeBigUInt64BE(BigInt(data.length), 2)
    data.copy(frame, wide + 4)
    this.#socket.write(frame)
  }
  /** Bytes as they are, of a frame or not. */
  sendRaw(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }
  pause(): void {
    this.#socket.pause()
  }
  resume(): void {
    this.#socket.resume()
  }
  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    if (this.#upgraded) {
      this.#answer += chunk.toString('latin1')
      const end = this.#answer.indexOf('\r\n\r\n')
      if (end < 0) return
      const answer = this.#answer
      this.#answer = ''
      if (!answer.startsWith('HTTP/1.1 101')) {
        this.#failed?.(new Error(answer.slice(0, 200)))
        this.#failed = null
        return void this.#socket.destroy()
      }
      const upgraded = this.#upgraded
      this.#upgraded = null
      upgraded()
      if (answer.length > end + 4) this.#frames(Buffer.from(answer.slice(end + 4), 'latin1'))
    } else this.#frames(chunk)
  }

  #frames(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#left > 0) {
        const part = chunk.subarray(at, at + this.#left)
        at += part.length
        this.#payload(part)
        continue
      }
      const have = this.#pending.length
        ? Buffer.concat([this.#pending, chunk.subarray(at)])
        : chunk.subarray(at)
      const length = (have[1] ?? 0) & 127
      const header = length === 127 ? 10 : length === 126 ? 4 : 2
      if (have.length < header) {
        this.#pending = Buffer.from(have)
        return
      }
      at += header - this.#pending.length
      this.#pending = Buffer.alloc(0)
      this.#code = (have[0] ?? 0) & 15
      this.#length =
        length === 127 ? Number(have.readBigUInt64BE(2)) : length === 126 ? have.readUInt16BE(2) : length
      this.#left = this.#length
      if (this.#left === 0) this.#payload(chunk.subarray(0, 0))
    }
  }

  #payload(part: Buffer): void {
    const from = this.#length - this.#left
    if (this.#code === 2 && from < HEAD) part.copy(this.head, from, 0, HEAD - from)
    if (this.onMessage || (this.#code === 1 && this.onText && this.#length < 256))
      this.#parts.push(Buffer.from(part))
    this.#left -= part.length
    if (this.#left > 0) return
    if (this.#code === 9) this.sendRaw(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]))
    if (this.#code === 8) this.onClose?.(part.length >= 2 ? part.readUInt16BE(0) : null)
    if (this.#code > 2) {
      this.#parts = []
      return
    }
    this.messages++
    this.bytes += this.#length
    if (this.#code === 2) this.onBinary?.()
    if (!this.#parts.length) return
    const payload = Buffer.concat(this.#parts)
    this.#parts = []
    if (this.#code === 1) this.onText?.(payload.toString())
    this.onMessage?.({ text: this.#code === 1, payload })
  }
}
