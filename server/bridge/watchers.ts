import type { Socket } from 'socket.io'
import type { BridgeView, ClientToServer, ServerToClient } from '../../shared/live.ts'
import type { Principal } from '../access/index.ts'
import type { SessionBook } from './book.ts'
import type { Rights } from './rights.ts'
import { doorView, type Session, sessionView } from './session.ts'

export type LiveSocket = Socket<ClientToServer, ServerToClient>

/** A change of state is told at once; pictures' quality at most twice a second. */
const SOON_MS = 20
const LATER_MS = 500

/** Who looks at which session, and telling them of its changes. */
export class Watchers {
  readonly #book: SessionBook
  readonly #rights: Rights
  /** By connection: the session it looks at. */
  readonly #watching = new Map<LiveSocket, { session: string; principal: Principal }>()
  readonly #screens = new Map<LiveSocket, Principal>()
  /** Sessions to be told, by id, with the timer that will do it and when. */
  readonly #due = new Map<string, { timer: NodeJS.Timeout; at: number }>()
  #onWall: string | null = null

  constructor(book: SessionBook, rights: Rights) {
    this.#book = book
    this.#rights = rights
    book.onChange((session, events) => this.#schedule(session, events.length ? SOON_MS : LATER_MS))
  }

  watch(socket: LiveSocket, principal: Principal, session: Session): BridgeView {
    this.#watching.set(socket, { session: session.id, principal })
    return this.#shown(principal, session)
  }

  watched = (socket: LiveSocket): string | null => this.#watching.get(socket)?.session ?? null

  /** To everyone who watches the session, and to the screens while it is on the wall, of whom `concerns` holds. */
  relay(session: Session, concerns: (who: Principal) => boolean, tell: (to: LiveSocket) => void): void {
    for (const [socket, watched] of this.#watching)
      if (watched.session === session.id && concerns(watched.principal)) tell(socket)
    if (this.#book.forWall()?.id !== session.id) return
    for (const [socket, principal] of this.#screens) if (concerns(principal)) tell(socket)
  }

  unwatch(socket: LiveSocket): void {
    this.#watching.delete(socket)
    this.#screens.delete(socket)
  }

  /** A screen is told of whatever session belongs on the wall. */
  followWall(socket: LiveSocket, principal: Principal): BridgeView | null {
    this.#screens.set(socket, principal)
    const session = this.#book.forWall()
    return session ? sessionView(session) : null
  }

  stop(): void {
    for (const { timer } of this.#due.values()) clearTimeout(timer)
    this.#due.clear()
  }

  /** A link may have come into other hands: to whoever holds it the session shows nothing before it is in. */
  #shown(principal: Principal, session: Session, whole = sessionView(session)): BridgeView {
    const outside = principal.kind === 'point' && !this.#rights.part(principal, session)
    return outside ? doorView(session, principal.pointId) : whole
  }

  #schedule(session: Session, wait: number): void {
    const at = performance.now() + wait
    const due = this.#due.get(session.id)
    if (due && due.at <= at) return
    clearTimeout(due?.timer)
    const timer = setTimeout(() => {
      this.#due.delete(session.id)
      this.#tell(session)
    }, wait)
    this.#due.set(session.id, { timer, at })
  }

  #tell(session: Session): void {
    const view = sessionView(session)
    for (const [socket, watched] of this.#watching) {
      if (watched.session !== session.id) continue
      // An ended session is told once more, so that everyone sees that it ended.
      if (session.endedAt === null && !this.#rights.maySee(watched.principal, session))
        this.#watching.delete(socket)
      else socket.emit('bridge:changed', this.#shown(watched.principal, session, view))
    }
    const wall = this.#book.forWall()
    if (wall?.id !== session.id && (wall?.id ?? null) === this.#onWall) return
    this.#onWall = wall?.id ?? null
    for (const socket of this.#screens.keys()) socket.emit('bridge:changed', wall ? sessionView(wall) : null)
  }
}
