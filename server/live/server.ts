import type { Socket as EngineSocket } from 'engine.io'
import type { FastifyInstance } from 'fastify'
import { Server } from 'socket.io'
import * as parser from 'socket.io-msgpack-parser'
import type { CellMeta, StepTopic, ViewQuestion } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Principal } from '../access/index.ts'
import type { Cells } from './cells.ts'
import type { Feeds } from './feeds.ts'
import type { happenings } from './happenings.ts'
import { addressOf, limit, logOnce, overflows } from './limits.ts'
import { hiddenFor } from './questions.ts'
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
/** How often an open socket must show again that it may be here: a session may have ended, a scope changed. */
const RECHECK_MS = 60_000
const UNREAD_MS = 2_000

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
    // The reports once a second say who is there; this ends what has gone without a word, within half a minute.
    pingInterval: 20_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => {
      if (!sameOrigin(request.headers)) return decide('FORBIDDEN', false)
      const address = addressOf(request, app.config.trustProxy)
      if ((byAddress.get(address) ?? 0) < app.config.socketsPerAddress) return decide(null, true)
      logOnce(app.log, address, 'too many sockets')
      decide('RATE_LIMITED', false)
    },
  })
  /** Open connections of each address, let in or not yet. */
  const byAddress = new Map<string, number>()
  io.engine.on('connection', (connection: EngineSocket) => {
    const address = addressOf(connection.request, app.config.trustProxy)
    byAddress.set(address, (byAddress.get(address) ?? 0) + 1)
    connection.once('close', () => {
      const left = (byAddress.get(address) ?? 1) - 1
      if (left > 0) byAddress.set(address, left)
      else byAddress.delete(address)
    })
  })
  io.use(async (socket, next) => {
    try {
      const principal = await app.access.authenticateSocket({
        request: socket.request,
        auth: socket.handshake.auth,
      })
      if (!principal) return next(new Error('UNAUTHENTICATED'))
      socket.data.principal = principal
      socket.data.isIn = () => app.access.isIn(principal)
      next()
    } catch (error) {
      app.log.warn({ error }, 'socket not let in')
      next(new Error('NOT_READY'))
    }
  })
  io.on('connection', (socket) => {
    limit(socket, app.log)
    listen(app, room, socket)
    for (const listener of room.listeners) listener(socket, socket.data.principal)
    socket.on('disconnect', () => {
      room.views.closeAll(socket)
      room.feeds.leave(socket)
      room.screens.disconnect(socket, Date.now())
    })
  })
  const recheck = setInterval(() => void checkAgain(app, io), RECHECK_MS)
  recheck.unref()
  const unread = setInterval(() => {
    for (const socket of io.sockets.sockets.values()) {
      if (!overflows(socket)) continue
      logOnce(app.log, socket.handshake.address, 'does not read')
      socket.disconnect(true)
    }
  }, UNREAD_MS)
  unread.unref()
  app.addHook('preClose', async () => {
    clearInterval(recheck)
    clearInterval(unread)
  })
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
    if (socket.data.past) return socket.data.past.open(question)
    const opened = views.open(socket, question, Date.now())
    if (!opened) throw new RequestError('OVERLOADED', { reason: 'TOO_MANY_VIEWS' })
    const hidden = hiddenFor(app, socket.data.principal, question)
    return {
      ...(hidden.length ? { hidden } : {}),
      view: opened.view.id,
      epoch: views.epoch,
      cells: opened.view.series.map((s) => cells.meta(s)).filter((m): m is CellMeta => m !== undefined),
      days: app.calendar.days(),
      snapshot: opened.snapshot,
    }
  })
  on(socket, 'view:close', onFault, (id: number) => {
    if (socket.data.past) socket.data.past.close(id)
    else views.close(socket, id)
  })
  on(socket, 'view:resume', onFault, (id: number, epoch: number, seq: number) => ({
    resumed: socket.data.past
      ? socket.data.past.resume(id, epoch, seq)
      : views.resume(socket, id, epoch, seq, Date.now()),
  }))
  on(
    socket,
    'applied',
    onFault,
    (report: { views: [number, number][]; scene?: string; width?: number; height?: number }) =>
      screens.report(
        socket,
        socket.data.past?.applied(report.views) ?? views.applied(socket, report.views, Date.now()),
        report,
      ),
  )
  // Only to other windows of the same person: what one opens, the others open.
  on(socket, 'step', onFault, (topic: StepTopic, value: string | null) => {
    const me = socket.data.principal
    if (me.kind !== 'account') return
    for (const other of socket.nsp.sockets.values()) {
      const { principal } = other.data
      if (other !== socket && principal.kind === 'account' && principal.id === me.id)
        other.emit('step', topic, value)
    }
  })
  on(socket, 'board:watch', onFault, () => {
    if (socket.data.past) return socket.data.past.board()
    feeds.watch(socket, 'board')
    const now = Date.now()
    return {
      rows: feeds.rows(socket, now),
      screens: feeds.screens(socket, now),
      attention: feeds.attention(socket),
    }
  })
  on(socket, 'counts:watch', onFault, () => {
    if (socket.data.past) return socket.data.past.counts()
    feeds.watch(socket, 'counts')
    return {
      counts: app.trust.counts(),
      happenings: feeds.happenings(socket, news.list()),
      alerts: app.alerts.lines(),
      ...feeds.wallAlarms(socket),
      beats: feeds.rows(socket, Date.now()),
    }
  })
}
