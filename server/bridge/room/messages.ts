import type pg from 'pg'
import { MESSAGE_LIMIT, type MessageTo, type RoomMessage, seesMessage } from '../../../shared/room.ts'
import type { SessionBook } from '../book.ts'
import { BridgeError } from '../problem.ts'
import type { Session } from '../session.ts'
import { insertMessage, readMessages } from './store.ts'

/** Who writes: a point, or somebody who directs. */
export type Sender = { actor: string; point: string | null; name: RoomMessage['name'] }

/** Text in a session: kept before anybody sees it, told to those it is meant for. */
export class Messages {
  readonly #pool: pg.Pool
  readonly #book: SessionBook
  readonly #tell: (session: Session, message: RoomMessage) => void
  constructor(pool: pg.Pool, book: SessionBook, tell: (session: Session, message: RoomMessage) => void) {
    this.#pool = pool
    this.#book = book
    this.#tell = tell
  }

  /** Throws BRIDGE_MESSAGE_EMPTY, BRIDGE_NOT_FOUND, BRIDGE_NOT_INVITED where a point writes to another point. */
  async say(session: Session, sender: Sender, to: MessageTo, words: string): Promise<RoomMessage> {
    const text = words.normalize('NFC').trim()
    if (!text.length || text.length > MESSAGE_LIMIT) throw new BridgeError('BRIDGE_MESSAGE_EMPTY')
    if (to.kind === 'point') {
      // Points speak to the room and to those who run it; to each other through the chair.
      if (sender.point) throw new BridgeError('BRIDGE_NOT_INVITED')
      this.#book.needPoint(session, to.point)
    }
    const message = await insertMessage(this.#pool, session.id, sender, to, text)
    this.#tell(session, message)
    return message
  }

  /** Oldest first. `point`: only what is for it or from it; null: everything. */
  async list(session: string, point: string | null): Promise<RoomMessage[]> {
    const all = await readMessages(this.#pool, session)
    return all.filter((m) => seesMessage(m, point))
  }
}
