import * as parser from 'socket.io-msgpack-parser'
import type { ViewOpened, ViewQuestion } from '../../../shared/live.ts'
import { RawSocket } from './rawSocket.ts'

const encoder = new parser.Encoder()
const encode = (packet: object): Buffer =>
  (encoder.encode(packet) as unknown as Buffer[])[0] ?? Buffer.alloc(0)
const REPORT_MS = 1_000
const LATE_MS = 1_500
/** In a message, this name and the bytes' own length stand before a frame. */
const NAME = Buffer.from('frame')
const BIN: Record<number, number> = { 196: 2, 197: 3, 198: 5 }

/** A console of the product on one bare socket: joins, opens its views, reports what it has applied once a second. */
export class LiveConsole {
  readonly socket: RawSocket
  readonly views: number[] = []
  /** Frames that did not follow the one before, and frames that stood for several. */
  gaps = 0
  merged = 0
  /** How old each frame was when it came, ms by the machine's one clock; kept while there is a list. */
  lateness: number[] | null = null
  /** Sequences by view, from the newest frame of each. */
  readonly #seq = new Map<number, number>()
  readonly #acks = new Map<number, (answer: unknown) => void>()
  #next = 0
  #reportedAt = 0

  private constructor(socket: RawSocket) {
    this.socket = socket
  }

  /** Throws what the server refused it with. */
  static async join(port: number, cookie: string): Promise<LiveConsole> {
    const socket = await RawSocket.open({
      port,
      path: '/live/?EIO=4&transport=websocket',
      headers: { cookie },
      prepare: (s) => {
        s.onText = (text) => {
          if (text.startsWith('0')) s.send(encode({ type: 0, nsp: '/', data: {} }))
          else if (text === '2') s.send('3')
        }
      },
    })
    const console = new LiveConsole(socket)
    await new Promise<void>((done, failed) => {
      socket.onClose = () => failed(new Error('closed'))
      socket.onMessage = ({ text, payload }) => {
        if (text) return
        const decoder = new parser.Decoder()
        decoder.on('decoded', (packet: { type: number; id?: number; data: unknown }) => {
          if (packet.type === 0) done()
          if (packet.type === 4) failed(new Error(JSON.stringify(packet.data)))
          if (packet.type === 3) console.#answered(packet.id ?? -1, (packet.data as unknown[])[0])
        })
        decoder.add(payload)
      }
    })
    socket.onClose = null
    return console
  }

  #answered(id: number, answer: unknown): void {
    this.#acks.get(id)?.(answer)
    this.#acks.delete(id)
  }
  emit(...data: unknown[]): void {
    this.socket.send(encode({ type: 2, nsp: '/', data }))
  }
  ask<T>(...data: unknown[]): Promise<T> {
    const id = this.#next++
    this.socket.send(encode({ type: 2, nsp: '/', data, id }))
    return new Promise((done) => this.#acks.set(id, (answer) => done(answer as T)))
  }

  async open(question: ViewQuestion): Promise<ViewOpened> {
    const answer = await this.ask<ViewOpened>('view:open', question)
    if (!answer.view) throw new Error(`refused: ${JSON.stringify(answer)}`)
    this.views.push(answer.view)
    this.#seq.set(answer.view, Buffer.from(answer.snapshot).readUInt32LE(12))
    return answer
  }

  /**
   * From now on messages are walked over, not kept: what is left of each is the head of its frame. Reports as a page does:
   * with the first frame after a second, the first of them somewhere within the next second.
   */
  lean(): void {
    const { socket } = this
    this.#reportedAt = performance.now() - Math.random() * REPORT_MS
    socket.onMessage = null
    socket.onBinary = () => {
      this.#see()
      if (performance.now() - this.#reportedAt >= REPORT_MS) this.report()
    }
  }

  #see(): void {
    const { head } = this.socket
    const name = head.indexOf(NAME)
    const width = name < 0 ? undefined : BIN[head[name + NAME.length] ?? 0]
    if (width === undefined) return
    const at = name + NAME.length + width
    const [view, seq, previous] = [
      head.readUInt32LE(at + 4),
      head.readUInt32LE(at + 12),
      head.readUInt32LE(at + 16),
    ]
    const before = this.#seq.get(view) ?? 0
    if (previous > before) this.gaps++
    this.#seq.set(view, seq)
    if (seq > previous + 1) {
      this.merged++
      this.report()
    }
    this.lateness?.push(Date.now() - head.readDoubleLE(at + 24))
  }

  /** The sequence of the first view. */
  get seq(): number {
    return this.#seq.get(this.views[0] ?? 0) ?? 0
  }

  /** For when no frame comes. */
  reportLate(): void {
    if (performance.now() - this.#reportedAt >= LATE_MS) this.report()
  }
  report(): void {
    this.#reportedAt = performance.now()
    this.emit('applied', { views: [...this.#seq].filter(([view]) => this.views.includes(view)) })
  }
}
