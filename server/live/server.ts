import type { FastifyInstance } from 'fastify'
import { Server } from 'socket.io'
import * as parser from 'socket.io-msgpack-parser'
import type { CellMeta, ViewQuestion } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Principal } from '../access/index.ts'
import type { Cells } from './cells.ts'
import type { Feeds } from './feeds.ts'
import type { happenings } from './happenings.ts'
import type { Screens } from './screens.ts'
import { type LiveServer, type LiveSocket, on } from './socket.ts'
import type { Views } from './views.ts'

export type Room = {
  views: Views
  feeds: Feeds
  screens: Screens
  cells: Cells
  news: ReturnType<typeof happenings>
  listeners: ((socket: LiveSocket, principal: Principal) => void)[]
}
const PER_ADDRESS = 200
/** How often an open socket must show again that it may be here: a session may have ended, a scope changed. */
const RECHECK_MS = 60_000

/** A page of another site may not open a socket with this site's cookie. */
function sameOrigin(headers: { origin?: string | undefined; host?: string | undefined }): boolean {
  if (headers.origin === undefined) return true
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}

/** The Socket.IO server: one WebSocket message a frame, nobody in without a principal. */
export function openServer(app: FastifyInstance, room: Room): LiveServer {
  const io: LiveServer = new Server(app.server, {
    path: '/live',
    parser,
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    serveClient: false,
    maxHttpBufferSize: 256 * 1024,
    pingInterval: 10_000,
    pingTimeout: 20_000,
    allowRequest: (request, decide) => decide(null, sameOrigin(request.headers)),
  })
  const byAddress = new Map<string, number>()
  io.use(async (socket, next) => {
    try {
      const principal = await app.access.authenticateSocket({
        request: socket.request,
        auth: socket.handshake.auth,
      })
      if (!principal) return next(new Error('UNAUTHENTICATED'))
      const address = socket.handshake.address
      if ((byAddress.get(address) ?? 0) >= PER_ADDRESS) return next(new Error('RATE_LIMITED'))
      socket.data.principal = principal
      next()
    } catch (error) {
      app.log.warn({ error }, 'socket not let in')
      next(new Error('NOT_READY'))
    }
  })
  io.on('connection', (socket) => {
    const address = socket.handshake.address
    byAddress.set(address, (byAddress.get(address) ?? 0) + 1)
    listen(app, room, socket)
    for (const listener of room.listeners) listener(socket, socket.data.principal)
    socket.on('disconnect', () => {
      const left = (byAddress.get(address) ?? 1) - 1
      if (left > 0) byAddress.set(address, left)
      else byAddress.delete(address)
      room.views.closeAll(socket)
      room.feeds.leave(socket)
      room.screens.disconnect(socket, Date.now())
    })
  })
  const recheck = setInterval(() => void checkAgain(app, io), RECHECK_MS)
  recheck.unref()
  app.addHook('preClose', async () => clearInterval(recheck))
  return io
}

async function checkAgain(app: FastifyInstance, io: LiveServer): Promise<void> {
  for (const socket of [...io.sockets.sockets.values()]) {
    try {
      const { request, handshake } = socket
      const now = await app.access.authenticateSocket({ request, auth: handshake.auth })
      if (JSON.stringify(now) !== JSON.stringify(socket.data.principal)) socket.disconnect(true)
    } catch (error) {
      // A database that is away is no reason to darken the wall; the next check decides.
      app.log.warn({ error }, 'socket not checked')
      return
    }
  }
}

function listen(
  app: FastifyInstance,
  { views, feeds, screens, cells, news }: Room,
  socket: LiveSocket,
): void {
  const onFault = (error: unknown) => app.log.error({ error }, 'live event failed')
  screens.connect(socket, Date.now())
  on(socket, 'clock', onFault, () => Date.now())
  on(socket, 'view:open', onFault, (question: ViewQuestion) => {
    const opened = views.open(socket, question, Date.now())
    if (!opened) throw new RequestError('OVERLOADED', { reason: 'TOO_MANY_VIEWS' })
    return {
      view: opened.view.id,
      epoch: views.epoch,
      cells: opened.view.series.map((s) => cells.meta(s)).filter((m): m is CellMeta => m !== undefined),
      snapshot: opened.snapshot,
    }
  })
  on(socket, 'view:close', onFault, (id: number) => views.close(socket, id))
  on(socket, 'view:resume', onFault, (id: number, epoch: number, seq: number) => ({
    resumed: views.resume(socket, id, epoch, seq, Date.now()),
  }))
  on(
    socket,
    'applied',
    onFault,
    (report: { views: [number, number][]; scene?: string; width?: number; height?: number }) =>
      screens.report(socket, views.applied(socket, report.views, Date.now()), report),
  )
  on(socket, 'board:watch', onFault, () => {
    feeds.watch(socket, 'board')
    const now = Date.now()
    return {
      rows: feeds.rows(socket, now),
      screens: feeds.screens(socket, now),
      attention: feeds.attention(socket),
    }
  })
  on(socket, 'counts:watch', onFault, () => {
    feeds.watch(socket, 'counts')
    return {
      counts: app.trust.counts(),
      happenings: feeds.happenings(socket, news.list()),
      beats: feeds.rows(socket, Date.now()),
    }
  })
}
