import type { PointerMark } from '../../../shared/room.ts'
import { type AccountPrincipal, actorOf, type Principal } from '../../access/index.ts'
import type { SessionBook } from '../book.ts'
import { Limit } from '../limit.ts'
import { isPointer, isSaid } from '../peer/signal.ts'
import { BridgeError } from '../problem.ts'
import { ownPoint, type Rights } from '../rights.ts'
import type { SeatLink } from '../seats/seat.ts'
import type { Seats } from '../seats/seats.ts'
import { chairOf, type Point, type Session, sessionView } from '../session.ts'
import type { LiveSocket, Watchers } from '../watchers.ts'
import type { Messages, Sender } from './messages.ts'
import type { Steering } from './steering.ts'

export type RoomEvents = {
  book: SessionBook
  seats: Seats
  watchers: Watchers
  rights: Rights
  steering: Steering
  messages: Messages
  /** Whether this one may see the series at all: what a pointer names reaches nobody else. */
  maySee(principal: Principal, unit: string, indicator: string): boolean
}
type Answer = (ack: unknown, work: () => unknown) => Promise<void>
type Inside = () => { session: Session; point: Point }

/** Messages in a row, and then one each three seconds: a person, not a program. */
const MESSAGES = { burst: 8, perSecond: 1 / 3 }
/** Marks a second: as often as a hand moves, no more. */
const MARKS = { burst: 20, perSecond: 12 }

/** The room's events of one connection; `answer` and `inside` are those of the bridge's own events. */
export function roomSocket(
  room: RoomEvents,
  socket: LiveSocket,
  principal: Principal,
  { answer, inside, link }: { answer: Answer; inside: Inside; link: SeatLink },
): { leavePreview(): void; preview(): string | null } {
  const { book, seats, watchers, rights, steering, messages } = room
  const marks = new Limit(MARKS.burst, MARKS.perSecond)
  const texts = new Limit(MESSAGES.burst, MESSAGES.perSecond)
  const previewId = `screen:preview:${socket.id}`
  let pointing: { session: Session; mark: PointerMark } | null = null
  let previews = false

  /** The session this connection watches, when its person directs it. */
  const directs = (): { session: Session; account: AccountPrincipal } | null => {
    const id = watchers.watched(socket)
    const session = id ? book.get(id) : undefined
    return session && rights.mayDirect(principal, session) ? { session, account: principal } : null
  }
  const relay = (session: Session, mark: PointerMark, shown: PointerMark | null) =>
    watchers.relay(
      session,
      (who) => room.maySee(who, mark.unit, mark.indicator) && concerns(who, session, mark.unit, rights),
      (to) => {
        if (to !== socket) to.emit('bridge:pointer', shown)
      },
    )
  const lift = () => {
    if (pointing) relay(pointing.session, pointing.mark, null)
    pointing = null
  }
  const leavePreview = () => {
    if (previews) seats.removeScreen(previewId)
    previews = false
  }
  /** As whom this connection reads and writes. Throws BRIDGE_NOT_INVITED, and BRIDGE_OUTSIDE before its point is in. */
  const writer = (): { session: Session; sender: Sender } => {
    const directing = directs()
    if (directing) {
      const name = { vi: directing.account.displayName, en: directing.account.displayName }
      return { session: directing.session, sender: { actor: actorOf(directing.account), point: null, name } }
    }
    const id = watchers.watched(socket)
    const session = id ? book.get(id) : undefined
    if (!session || !ownPoint(principal, session)) throw new BridgeError('BRIDGE_NOT_INVITED')
    const point = rights.part(principal, session)
    if (!point) throw new BridgeError('BRIDGE_OUTSIDE')
    return { session, sender: { actor: `point:${point.unit}`, point: point.id, name: point.name } }
  }

  socket.on('bridge:pointer', (mark) => {
    if (!isPointer(mark)) return
    if (mark === null) return lift()
    if (!marks.take()) return
    const session = directs()?.session
    if (!session || ![...session.points.values()].some((p) => p.unit === mark.unit)) return
    if (!room.maySee(principal, mark.unit, mark.indicator)) return
    if (pointing && (pointing.mark.unit !== mark.unit || pointing.session !== session)) lift()
    pointing = { session, mark }
    relay(session, mark, mark)
  })

  socket.on('bridge:share', (want, ack) =>
    answer(ack, async () => {
      const { session, point } = inside()
      if (want !== 'ask' && want !== 'stop') throw new BridgeError('BRIDGE_BAD_REQUEST')
      if (want === 'stop' || point.role === 'point') await steering.share(session, point, want)
      return { session: sessionView(session) }
    }),
  )

  socket.on('bridge:say', (message, ack) =>
    answer(ack, async () => {
      if (!isSaid(message)) throw new BridgeError('BRIDGE_BAD_REQUEST')
      const { session, sender } = writer()
      if (!texts.take()) throw new BridgeError('BRIDGE_TOO_OFTEN')
      return { message: await messages.say(session, sender, message.to, message.text) }
    }),
  )

  socket.on('bridge:messages', (ack) =>
    answer(ack, async () => {
      const { session, sender } = writer()
      return { messages: await messages.list(session.id, sender.point) }
    }),
  )

  socket.on('bridge:preview', (on, ack) =>
    answer(ack, () => {
      if (typeof on !== 'boolean') throw new BridgeError('BRIDGE_BAD_REQUEST')
      if (!on) leavePreview()
      else {
        if (!directs()) throw new BridgeError('BRIDGE_NOT_INVITED')
        if (!previews) seats.addScreen(previewId, link)
        previews = true
      }
      return { on: previews }
    }),
  )

  socket.on('disconnect', () => {
    lift()
    leavePreview()
  })
  return { leavePreview, preview: () => (previews ? previewId : null) }
}

/** A pointer is for those who direct, for the point whose numbers they are, and for the wall. */
function concerns(who: Principal, session: Session, unit: string, rights: Rights): boolean {
  if (who.kind === 'screen') return true
  if (rights.mayReadEvents(who, session)) return true
  const own = rights.part(who, session)
  return own !== null && own.id !== chairOf(session).id && own.unit === unit
}
