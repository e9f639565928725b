import { connect, type Socket } from 'node:net'

/** The answer to one request: its status and text. */
export type Reply = { status: number; text: string }

/**
 * One keep-alive connection that posts and waits, written by hand so that the sender takes little of the machine from what
 * is measured. Knows answers with a content-length only, as this server gives them.
 */
export class Post {
  readonly #socket: Socket
  readonly #head: string
  #got: Buffer = Buffer.alloc(0)
  #done: ((reply: Reply) => void) | null = null
  #failed: ((error: Error) => void) | null = null

  constructor(port: number, path: string, key: string) {
    this.#head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: `
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (chunk) => this.#read(chunk))
    this.#socket.on('error', (error) => this.#failed?.(error))
    this.#socket.on('close', () => this.#failed?.(new Error('the server closed the connection')))
  }

  /** One at a time. Rejects when the connection breaks. */
  send(body: string): Promise<Reply> {
    return new Promise((done, failed) => {
      this.#done = done
      this.#failed = failed
      this.#socket.write(`${this.#head}${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
  }

  end(): void {
    this.#failed = null
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#got = this.#got.length ? Buffer.concat([this.#got, chunk]) : chunk
    const end = this.#got.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#got.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#got.length < end + 4 + length) return
    const reply = { status: Number(head.slice(9, 12)), text: this.#got.toString('utf8', end + 4) }
    this.#got = Buffer.alloc(0)
    this.#done?.(reply)
  }
}
