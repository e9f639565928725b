import { nextInTour, tourSeconds, tours } from '../../../shared/room.ts'
import type { SessionBook } from '../book.ts'
import { isPresent, type Session } from '../session.ts'

const LOOK_MS = 500

/** Turns the tours: the server says whose turn it is, so that every page and the wall turn alike. */
export class Tour {
  readonly #book: SessionBook
  readonly #look: NodeJS.Timeout
  constructor(book: SessionBook) {
    this.#book = book
    this.#look = setInterval(() => {
      for (const session of book.all()) this.turn(session, Date.now())
    }, LOOK_MS)
    this.#look.unref()
  }

  /** On to the next one when its time is over, or when it went. */
  turn(session: Session, now: number): void {
    const { room } = session
    if (!tours(room)) {
      if (room.tour) this.#book.turn(session, { room: { ...room, tour: null } })
      return
    }
    const order = [...session.points.values()].filter((p) => p.role === 'point' && isPresent(p))
    const ids = order.map((p) => p.id)
    const { tour } = room
    if (tour && tour.until > now && ids.includes(tour.point)) return
    const point = nextInTour(ids, tour?.point ?? null)
    if (!point && !tour) return
    const next = point ? { point, until: now + tourSeconds(room) * 1_000 } : null
    this.#book.turn(session, { room: { ...room, tour: next } })
  }

  stop(): void {
    clearInterval(this.#look)
  }
}
