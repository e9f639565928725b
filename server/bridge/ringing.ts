import type { Socket } from 'socket.io'
import type { ClientToServer, ServerToClient } from '../../shared/live.ts'
import type { Principal } from '../access/index.ts'
import type { SessionBook } from './book.ts'
import type { Presence } from './presence.ts'
import { ownPoint } from './rights.ts'
import type { Session } from './session.ts'

type LiveSocket = Socket<ClientToServer, ServerToClient>

/** Rings at the signed-in people of an invited unit until one of them answers or the invitation goes. */
export class Ringing {
  readonly #book: SessionBook
  readonly #presence: Presence
  /** By connection of an agency's or a province's account: the session it is ringing for. */
  readonly #listening = new Map<LiveSocket, { principal: Principal; ringing: string | null }>()

  constructor(book: SessionBook, presence: Presence) {
    this.#book = book
    this.#presence = presence
    book.onChange((session, events) => {
      if (events.length) this.#ring(session)
    })
  }

  listen(socket: LiveSocket, principal: Principal): void {
    if (principal.kind !== 'account' || principal.role !== 'agency') return
    this.#listening.set(socket, { principal, ringing: null })
    socket.on('disconnect', () => this.#listening.delete(socket))
    for (const session of this.#book.all()) this.#ring(session)
  }

  #ring(session: Session): void {
    for (const [socket, listener] of this.#listening) {
      const point = this.#book.get(session.id) ? ownPoint(listener.principal, session) : null
      const wanted = point !== null && (point.state === 'invited' || point.state === 'ringing')
      if (wanted && listener.ringing === null) {
        listener.ringing = session.id
        socket.emit('bridge:ring', { session: session.id, title: session.title, from: session.chairName })
        this.#presence.rang(session, point)
      } else if (!wanted && listener.ringing === session.id) {
        listener.ringing = null
        socket.emit('bridge:ring', null)
      }
    }
  }
}
