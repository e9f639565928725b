import fp from 'fastify-plugin'
import type { BookingView, RollView } from '../../shared/api/bookings.ts'
import type { EventView } from '../../shared/api/bridge.ts'
import { LIVEKIT_POINTS, PEER_POINTS } from '../../shared/api/bridge.ts'
import type { BridgeView } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import { seesMessage } from '../../shared/room.ts'
import type { AccountPrincipal, Principal } from '../access/index.ts'
import { SessionBook } from './book.ts'
import { Bookings } from './bookings/bookings.ts'
import { Reminders } from './bookings/reminders.ts'
import { rollOf } from './bookings/roll.ts'
import { bookingRoutes } from './bookings/routes.ts'
import { bookingOfSession, readComing } from './bookings/store.ts'
import { bookingView } from './bookings/view.ts'
import { Commands } from './commands.ts'
import { contactRoutes } from './contacts/routes.ts'
import { Floor } from './floor.ts'
import { happeningOf } from './happening.ts'
import { Invitations } from './invitations.ts'
import { LivekitEngine } from './livekit/driver.ts'
import { LivekitEgress } from './livekit/egress.ts'
import { livekitWebhook } from './livekit/webhook.ts'
import { PeerEngine } from './peer/driver.ts'
import { Presence } from './presence.ts'
import { lineRoutes } from './readiness/line-routes.ts'
import { Readiness } from './readiness/readiness.ts'
import { readinessRoutes } from './readiness/routes.ts'
import { readinessSocket } from './readiness/sockets.ts'
import { LineTickets } from './readiness/tickets.ts'
import { ownPoint, Rights } from './rights.ts'
import { Ringing } from './ringing.ts'
import { Messages } from './room/messages.ts'
import { roomRoutes } from './room/routes.ts'
import { Steering } from './room/steering.ts'
import { Tour } from './room/tour.ts'
import { UndoMute } from './room/undo.ts'
import { bridgeRoutes } from './routes.ts'
import { Seats } from './seats/seats.ts'
import { onWall, sessionView } from './session.ts'
import { bridgeSocket } from './sockets.ts'
import { readEvents } from './store.ts'
import { Transfer } from './transfer.ts'
import { Watchers } from './watchers.ts'

/** Everything on record of a session, and as whom it is read. */
export type SessionRecord = {
  session: BridgeView
  events: EventView[]
  roll: RollView
  booking: BookingView | null
  /** Somebody's picture was drawn in its course. */
  drawn: boolean
  reads: 'directs' | 'reads' | 'point'
}
export { newId } from './link.ts'
export type { EgressWord, LivekitEgress } from './livekit/egress.ts'

export type Bridge = {
  /** The media server's own recording; null where it is not set up. */
  egress: LivekitEgress | null
  /** That a session is being recorded, since when, or no longer: everybody in it sees it. */
  recording(session: string, since: number | null, actor?: string): void
  /** Throws NOT_FOUND, or FORBIDDEN for whom it does not concern. */
  record(person: AccountPrincipal, id: string): Promise<SessionRecord>
  /** After every change of any session. */
  onChange(listener: () => void): void
  /** Sessions that have not ended. */
  sessions(): BridgeView[]
  /** Those of them that the nation's own room directs. */
  national(): BridgeView[]
  /** Those booked and not yet opened that the nation's own room will direct, the next first. */
  coming(): Promise<{ id: string; title: string; startsAt: number }[]>
  /** Whatever session belongs on the wall; null when none does. */
  onWall(): BridgeView | null
  /** Resolves when every state seen so far is in the database. */
  settled(): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    bridge: Bridge
  }
}

export const bridge = fp(
  async (app) => {
    const catalogue = () => app.catalogue.now()
    const book = new SessionBook({ pool: app.db.pool, catalogue, log: app.log })
    const peer = new PeerEngine({ capacity: PEER_POINTS, ice: app.config.iceServers })
    const keys = app.config.livekit
    const livekit = keys && new LivekitEngine({ capacity: LIVEKIT_POINTS, keys, log: app.log })
    const seats = new Seats(livekit ? [peer, livekit] : [peer])
    const egress =
      keys && livekit && app.config.egress ? new LivekitEgress(keys, (id) => livekit.ready(id)) : null
    const engines = { peer, livekit }
    const transfer = new Transfer({ book, seats, engines, egress: egress !== null, log: app.log })
    const presence = new Presence(book, seats)
    const rights = new Rights({
      visibleUnit: (principal, unitId) => app.access.visibleUnit(principal, unitId),
      sits: (session, point) => seats.sits(session, point),
    })
    const commands = new Commands({
      ...{ book, seats, transfer, rights, catalogue },
      dropLink: (point) => app.live.revoke((p) => p.kind === 'point' && p.pointId === point),
    })
    const floor = new Floor(book, seats)
    const invitations = new Invitations(book, app.db.pool)
    const watchers = new Watchers(book, rights)
    const ringing = new Ringing(book, presence)
    const steering = new Steering(book)
    const tour = new Tour(book)
    const undo = new UndoMute(commands)
    const messages = new Messages(app.db.pool, book, (session, message) =>
      watchers.relay(
        session,
        (who) => {
          if (who.kind === 'screen') return false
          const all = rights.mayReadEvents(who, session)
          const own = rights.part(who, session)
          return all || (own !== null && seesMessage(message, own.id))
        },
        (to) => to.emit('bridge:message', message),
      ),
    )
    const maySee = (who: Principal, unit: string, code: string) => {
      const indicator = catalogue().indicator(code)
      const place = catalogue().unitInForce(unit, Date.now())
      const series = indicator && place && catalogue().findSeries(indicator.id, place.id)
      return series !== undefined && app.access.canSeeSeries(who, series)
    }

    let seen = 'null'
    const showOnWall = () => {
      const session = book.forWall()
      const points = session ? onWall(session) : []
      const share = session?.room.wall.kind === 'share' ? session.room.share.point : null
      const next = session && points.length ? { session: session.id, points, share } : null
      const told = JSON.stringify(next)
      if (told === seen) return
      seen = told
      seats.setSeen(next)
    }
    book.onChange((session, events) => {
      if (session.endedAt === null) {
        transfer.open(session)
        seats.setSharer(session.id, session.room.share.point)
        tour.turn(session, Date.now())
      }
      showOnWall()
      if (!events.length) return
      app.live.shut((p) => p.kind === 'point' && p.sessionId === session.id && !rights.part(p, session))
      app.bus.emit('bridge', { session: session.id })
      for (const event of events) {
        const happening = happeningOf(session, event)
        if (happening && book.isNational(session)) app.bus.emit('happening', happening)
      }
    })

    await book.load()
    await livekit?.start()
    for (const session of book.all()) transfer.open(session)
    transfer.settle()
    showOnWall()

    app.access.registerPointResolver(async (credential: string) => {
      const found = invitations.resolve(credential)
      if (!found) return null
      const { session, point, device } = found
      return { kind: 'point', pointId: point.id, sessionId: session.id, unitId: point.unitId, device }
    })
    app.access.registerPointRule((p) => {
      const session = book.get(p.sessionId)
      return session !== undefined && rights.part(p, session) !== null
    })
    const tickets = new LineTickets()
    const readiness = new Readiness(app, book)
    const reminders = new Reminders(app, readiness)
    const onFault = (error: unknown) => app.log.error({ error }, 'bridge event failed')
    app.live.onSocket((socket, principal) => {
      ringing.listen(socket, principal)
      readinessSocket({ readiness, tickets, onFault }, socket, principal)
      bridgeSocket(
        {
          book,
          commands,
          floor,
          presence,
          seats,
          watchers,
          rights,
          steering,
          messages,
          maySee,
          onFault,
        },
        socket,
        principal,
      )
    })
    await app.register(bridgeRoutes, { book, commands, floor, invitations, rights, transfer })
    await app.register(roomRoutes, { book, rights, steering, messages, undo })
    await app.register(bookingRoutes, { bookings: new Bookings(app, rights, commands) })
    await app.register(readinessRoutes, { readiness, book, rights })
    await app.register(lineRoutes, { tickets })
    await app.register(contactRoutes, { book, rights })
    if (livekit && keys) await app.register(livekitWebhook, { engine: livekit, egress, keys })
    app.decorate('bridge', {
      egress,
      onChange: (listener) => book.onChange(() => listener()),
      sessions: () => [...book.all()].map(sessionView),
      national: () => [...book.all()].filter(book.isNational).map(sessionView),
      onWall: () => {
        const session = book.forWall()
        return session ? sessionView(session) : null
      },
      coming: async () =>
        (await readComing(app.db.readPool, Date.now()))
          .filter((b) => b.chairUnitId === catalogue().nation().id)
          .map(({ id, title, startsAt }) => ({ id, title, startsAt })),
      settled: () => book.settled(),
      recording: (id, since, actor) => {
        const session = book.get(id)
        if (session) book.recording(session, since, actor)
      },
      record: async (person, id) => {
        const session = book.get(id) ?? (await book.ended(id))
        if (!session) throw new RequestError('NOT_FOUND', { session: id })
        const own = ownPoint(person, session) !== null
        const reads = rights.mayDirect(person, session)
          ? 'directs'
          : rights.mayReadEvents(person, session)
            ? 'reads'
            : 'point'
        if (reads === 'point' && !own) throw new RequestError('FORBIDDEN', { session: id })
        await book.settled()
        const [events, booking] = await Promise.all([
          readEvents(app.db.readPool, id),
          bookingOfSession(app.db.readPool, id),
        ])
        return {
          session: sessionView(session),
          events,
          roll: rollOf(session, events, booking, Date.now()),
          booking: booking && bookingView(catalogue(), booking, [], null),
          drawn: events.some((e) => e.detail.drawn === true),
          reads,
        }
      },
    })
    app.addHook('onClose', async () => {
      reminders.stop()
      tour.stop()
      seats.stop()
      livekit?.stop()
      watchers.stop()
      book.stop()
    })
  },
  { name: 'bridge', dependencies: ['db', 'audit', 'catalogue', 'access', 'live'] },
)
