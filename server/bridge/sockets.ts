import type { BridgeView, LiveError } from '../../shared/live.ts'
import type { Principal } from '../access/index.ts'
import type { SessionBook } from './book.ts'
import type { Commands } from './commands.ts'
import type { Floor } from './floor.ts'
import { Limit } from './limit.ts'
import { isBeat, isHello, isSignal } from './peer/signal.ts'
import type { Presence } from './presence.ts'
import { BridgeError } from './problem.ts'
import { ownPoint, type Rights } from './rights.ts'
import { type RoomEvents, roomSocket } from './room/sockets.ts'
import type { SeatLink } from './seats/seat.ts'
import type { Seats } from './seats/seats.ts'
import { isAdmitted, isPresent, type Point, type Session, sessionView } from './session.ts'
import type { LiveSocket, Watchers } from './watchers.ts'

type Room = RoomEvents & {
  book: SessionBook
  commands: Commands
  floor: Floor
  presence: Presence
  seats: Seats
  watchers: Watchers
  rights: Rights
  onFault(error: unknown): void
}

const isAck = (ack: unknown): ack is (answer: unknown) => void => typeof ack === 'function'
const FAULT: LiveError = {
  error: {
    code: 'INTERNAL',
    message: { vi: 'Lỗi hệ thống, đã ghi lại', en: 'An internal error, recorded' },
  },
}

/** The bridge's events of one connection. Everything is checked here against who the connection is. */
export function bridgeSocket(room: Room, socket: LiveSocket, principal: Principal): void {
  const { book, seats, presence, watchers, rights } = room
  /** Where this connection sits since its hello. */
  let seat: { session: Session; point: Point } | null = null
  let screen: string | null = null
  const asks = new Limit(20, 2)
  const beats = new Limit(6, 3)
  const link: SeatLink = {
    signal: (from, data) => socket.emit('bridge:signal', from, data),
    peers: (peers) => socket.emit('bridge:peers', peers),
    grant: (grant) => socket.emit('bridge:grant', grant),
    over: (why) => {
      seat = null
      socket.emit('bridge:over', why)
    },
  }
  const answer = async (ack: unknown, work: () => unknown): Promise<void> => {
    if (!isAck(ack)) return
    try {
      if (!asks.take()) throw new BridgeError('BRIDGE_TOO_OFTEN')
      ack(await work())
    } catch (error) {
      if (error instanceof BridgeError) {
        const { code, message } = error.body()
        ack({ error: { code, message } } satisfies LiveError)
      } else {
        room.onFault(error)
        ack(FAULT)
      }
    }
  }
  const seated = () => {
    // A revoked point or an ended session leaves the seat empty.
    if (!seat || book.get(seat.session.id)?.points.get(seat.point.id) !== seat.point)
      throw new BridgeError('BRIDGE_NOT_INVITED')
    return seat
  }
  /** The same, once it is in. */
  const inside = () => {
    const own = seated()
    if (!rights.isInside(own.session, own.point)) throw new BridgeError('BRIDGE_OUTSIDE')
    return own
  }

  const { leavePreview, preview } = roomSocket(room, socket, principal, { answer, inside, link })

  socket.on('bridge:watch', (id, ack) =>
    answer(ack, async (): Promise<{ session: BridgeView | null }> => {
      if (principal.kind === 'screen') {
        if (!screen) {
          screen = `screen:${principal.id}:${socket.id}`
          seats.addScreen(screen, link)
        }
        return { session: watchers.followWall(socket, principal) }
      }
      const wanted = principal.kind === 'point' ? principal.sessionId : id
      if (wanted === null) {
        watchers.unwatch(socket)
        return { session: null }
      }
      if (typeof wanted !== 'string') throw new BridgeError('BRIDGE_BAD_REQUEST')
      const session = await book.need(wanted)
      if (!rights.maySee(principal, session)) throw new BridgeError('BRIDGE_NOT_INVITED')
      return { session: watchers.watch(socket, principal, session) }
    }),
  )

  socket.on('bridge:hello', (report, ack) =>
    answer(ack, async () => {
      if (!isHello(report)) throw new BridgeError('BRIDGE_BAD_REQUEST')
      const id = principal.kind === 'point' ? principal.sessionId : report.session
      if (id === undefined) throw new BridgeError('BRIDGE_BAD_REQUEST', { field: 'session' })
      const session = await book.need(id)
      const directs = rights.mayDirect(principal, session)
      // Who directs may look on without sitting down in another's chair.
      if (directs && principal.id !== session.chairAccountId && report.take !== true)
        return { session: watchers.watch(socket, principal, session), point: null }
      const point = directs ? await room.commands.takeChair(principal, session) : ownPoint(principal, session)
      if (!point) throw new BridgeError('BRIDGE_NOT_INVITED')
      await presence.hello(session, point, report)
      seat = { session, point }
      return { session: watchers.watch(socket, principal, session), point: point.id }
    }),
  )

  socket.on('bridge:join', (ack) =>
    answer(ack, async () => {
      const { session, point } = seated()
      if (!isAdmitted(session, point)) {
        presence.knocks(session, point)
        throw new BridgeError('BRIDGE_LOBBY')
      }
      const present = [...session.points.values()].filter((p) => isPresent(p) && p.id !== point.id)
      const { capacity, up } = seats.engine(session.id)
      if (present.length >= capacity) throw new BridgeError('BRIDGE_FULL', { capacity })
      if (!up) throw new BridgeError('BRIDGE_MEDIA_AWAY')
      const { id, role, muted } = point
      leavePreview()
      const rights = { heard: !muted, shares: session.room.share.point === id }
      const joined = await seats.join(session.id, { id, role, ...rights }, link)
      return { ...joined, session: watchers.watch(socket, principal, session) }
    }),
  )

  socket.on('bridge:signal', (to, data) => {
    if (typeof to !== 'string' || to.length > 120 || !isSignal(data)) return
    const seen = screen ?? preview()
    if (seen) seats.signal({ session: null, id: seen }, to, data)
    else if (seat) seats.signal({ session: seat.session.id, id: seat.point.id }, to, data)
  })

  socket.on('bridge:beat', (report) => {
    if (!seat || !beats.take() || !isBeat(report)) return
    const { session, point } = seat
    if (seats.beat(session.id, point.id, link, report.quality)) presence.devices(session, point, report)
  })

  socket.on('bridge:hand', (up, ack) =>
    answer(ack, async () => {
      const { session, point } = inside()
      if (typeof up !== 'boolean') throw new BridgeError('BRIDGE_BAD_REQUEST')
      if (point.role === 'point') await room.floor.hand(session, point, up)
      return { session: sessionView(session) }
    }),
  )

  socket.on('bridge:leave', () => {
    if (!seat) return
    const { session, point } = seat
    seat = null
    // Only the connection that is in can take the point out: not a window that was replaced.
    if (!seats.holds(session.id, point.id, link)) return
    seats.remove(session.id, point.id, 'left')
    presence.left(session, point).catch(room.onFault)
  })

  socket.on('disconnect', () => {
    watchers.unwatch(socket)
    if (screen) seats.removeScreen(screen)
    if (seat) seats.disconnected(seat.session.id, seat.point.id, link)
  })
}
