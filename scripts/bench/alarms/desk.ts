import { io, type Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import type { AlarmNews, ClientToServer, ServerToClient } from '../../../shared/live.ts'

export type Desk = {
  /** When the next alarm is heard of, in ms since 1970. */
  first(): Promise<number>
  /** When so many alarms of lost connections are known here. */
  all(count: number): Promise<number>
  /** When none is left. */
  none(): Promise<void>
  /** Bytes that came since the last reset. */
  bytes(): number
  reset(): void
  close(): void
}

/** A desk that reads the board and the alarms, as its page does. */
export async function deskOf(url: string, cookie: string): Promise<Desk> {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    ...{ path: '/live', parser, transports: ['websocket'], forceNew: true, reconnection: false },
    extraHeaders: { cookie },
  })
  await new Promise<void>((done, failed) => {
    socket.once('connect', () => done())
    socket.once('connect_error', failed)
  })
  const known = new Set<number>()
  let bytes = 0
  let waiting: ((at: number) => boolean)[] = []
  const until = (holds: () => boolean): Promise<number> =>
    new Promise((done) => {
      const look = (at: number) => {
        if (holds()) done(at)
        return holds()
      }
      waiting.push(look)
    })
  const take = ({ rows, gone }: Pick<AlarmNews, 'rows' | 'gone'>) => {
    for (const r of rows)
      if (r.kind === 'connection' && r.active && r.subject.endsWith('/lost')) known.add(r.id)
      else known.delete(r.id)
    for (const id of gone) known.delete(id)
    const now = Date.now()
    waiting = waiting.filter((look) => !look(now))
  }
  socket.on('alarms:news', take)
  socket.io.engine.on('packet', ({ data }: { data?: string | ArrayBuffer | Uint8Array }) => {
    bytes += typeof data === 'string' ? data.length : (data?.byteLength ?? 0)
  })
  const board = await socket.emitWithAck('board:watch')
  if ('error' in board) throw new Error(board.error.code)
  const alarms = await socket.emitWithAck('alarms:watch')
  if ('error' in alarms) throw new Error(alarms.error.code)
  take(alarms)
  return {
    first: () => until(() => known.size > 0),
    all: (count) => until(() => known.size >= count),
    none: async () => void (await until(() => known.size === 0)),
    bytes: () => bytes,
    reset: () => {
      bytes = 0
    },
    close: () => socket.close(),
  }
}
