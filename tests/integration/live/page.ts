import { io, type Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import { expect } from 'vitest'
import { bytesOf, ViewState } from '../../../client/live/view.ts'
import type { Frame } from '../../../shared/frame/cell.ts'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import type {
  ClientToServer,
  LiveError,
  ServerToClient,
  ViewOpened,
  ViewQuestion,
} from '../../../shared/live.ts'
import { eventually } from '../../harness/eventually.ts'

/** A busy machine may take long to answer. */
const ANSWER_MS = 30_000
export type PageSocket = Socket<ServerToClient, ClientToServer>

/** A page's end of the stream: a real socket, and the client's own view state over it. */
export class Page {
  readonly socket: PageSocket
  readonly frames: Frame[] = []
  readonly views: ViewState[] = []
  /** Frames are kept back unopened while this is set, as on a link that loses them. */
  deaf = false

  constructor(url: string, cookie: string, more: { origin?: string } = {}) {
    this.socket = io(url, {
      path: '/live',
      parser,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { ...(cookie ? { cookie } : {}), ...more },
    })
    this.socket.on('frame', (data) => {
      if (this.deaf) return
      const frame = decodeFrame(bytesOf(data))
      this.frames.push(frame)
      for (const view of this.views) if (view.id === frame.view) view.frame(frame)
    })
  }

  /** Whether it was let in. */
  async settled(): Promise<boolean> {
    if (this.socket.connected) return true
    return new Promise((resolve) => {
      this.socket.once('connect', () => resolve(true))
      this.socket.once('connect_error', () => resolve(false))
    })
  }

  ask(question: ViewQuestion): Promise<ViewOpened | LiveError> {
    return this.socket.timeout(ANSWER_MS).emitWithAck('view:open', question)
  }

  /** Within the answer's own turn, as the client does: the frame after it may come in the same bytes. */
  open(question: ViewQuestion): Promise<ViewState> {
    return new Promise((resolve, reject) => {
      this.socket.timeout(ANSWER_MS).emit('view:open', question, (error, answer) => {
        if (error) return reject(error)
        if ('error' in answer) return reject(new Error(answer.error.code))
        const view = new ViewState(question)
        view.opened(answer)
        this.views.push(view)
        resolve(view)
      })
    })
  }

  close(): void {
    this.socket.disconnect()
  }
}

/** The keys that a view carries, 'indicator@unit'. */
export const keysOf = (view: ViewState) => view.store.getState().cells.map((c) => `${c.indicator}@${c.unit}`)

export function cellOf(view: ViewState, indicator: string, unit: string) {
  const { find, values } = view.store.getState()
  return values.get(find(indicator, unit))
}

/** Waits until the page shows that value there. */
export const shows = (view: ViewState, indicator: string, unit: string, value: number) =>
  eventually(() => expect(cellOf(view, indicator, unit)?.value).toBe(value))
