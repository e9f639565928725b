import type pg from 'pg'
import type { PointGreeting } from '../../shared/api/bridge.ts'
import type { SessionBook } from './book.ts'
import { fingerprint, splitPointToken } from './link.ts'
import { BridgeError } from './problem.ts'
import type { Point, Session } from './session.ts'
import { findInvitation } from './store.ts'

/** Looks an invitation up: in force from memory, otherwise why not. */
export class Invitations {
  readonly #book: SessionBook
  readonly #pool: pg.Pool
  constructor(book: SessionBook, pool: pg.Pool) {
    this.#book = book
    this.#pool = pool
  }

  /** Null when it is unknown, revoked, ended, or bound to another device. */
  resolve(credential: string): { session: Session; point: Point; device: string } | null {
    const parts = splitPointToken(credential)
    if (!parts) return null
    const found = this.#find(fingerprint(parts.token))
    if (!found) return null
    const device = fingerprint(parts.device)
    const bound = found.point.device
    return bound === null || bound === device ? { ...found, device } : null
  }

  /** The same, with the reason for the person who opened the link. Throws BridgeError. */
  async greet(token: string, device: string): Promise<PointGreeting> {
    const hash = fingerprint(token)
    const found = this.#find(hash)
    if (!found) {
      const known = await findInvitation(this.#pool, hash)
      const over = known !== null && this.#book.get(known.session) === undefined
      throw new BridgeError(over ? 'BRIDGE_ENDED' : 'BRIDGE_LINK_REFUSED')
    }
    const { session, point } = found
    if (point.device !== null && point.device !== fingerprint(device))
      throw new BridgeError('BRIDGE_OTHER_DEVICE')
    return { session: session.id, title: session.title, unit: point.name }
  }

  #find(hash: string): { session: Session; point: Point } | null {
    for (const session of this.#book.all())
      for (const point of session.points.values()) if (point.tokenHash === hash) return { session, point }
    return null
  }
}
