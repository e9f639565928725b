import { sameFrame } from '../../shared/room.ts'
import type { Happened, SessionBook } from './book.ts'
import type { SeatEvent } from './engine.ts'
import { outOf } from './floor.ts'
import { fingerprint } from './link.ts'
import type { Hello } from './peer/signal.ts'
import { BridgeError } from './problem.ts'
import type { Seats } from './seats/seats.ts'
import { isPresent, type Point, type Session } from './session.ts'

/** The roll call: turns what the engine sees into the states that people read. */
export class Presence {
  readonly #book: SessionBook
  constructor(book: SessionBook, seats: Seats) {
    this.#book = book
    seats.on((event) => this.#seen(event))
  }

  /** The point checks its devices. The first device that does so is the only one from then on. Throws BRIDGE_OTHER_DEVICE. */
  async hello(session: Session, point: Point, report: Hello): Promise<void> {
    const device = fingerprint(report.device)
    if (point.role === 'point' && point.device !== device)
      await this.#book.commit(session, () => {
        if (point.device) throw new BridgeError('BRIDGE_OTHER_DEVICE')
        return {
          change: { points: new Map([[point.id, { device }]]) },
          events: [happened(point, 'device-bound', Date.now())],
        }
      })
    const devices = { camera: report.camera, microphone: report.microphone, drawn: report.drawn ?? false }
    const fresh = point.state === 'invited' || point.state === 'ringing' || point.state === 'left'
    if (fresh)
      this.#turn(session, point, 'testing', 'testing', Date.now(), devices, {
        drawn: devices.drawn,
      })
    else this.#book.saw(session, point, devices, null)
  }

  /** It left by its own word; the wall lets go of it. */
  async left(session: Session, point: Point): Promise<void> {
    if (point.state === 'left') return
    const at = Date.now()
    this.#turn(session, point, 'left', 'left', at, { leftAt: at, quality: null, knocks: false })
    await this.#book.commit(session, () => {
      if (point.role === 'chair') return null
      const gone = outOf(session, point, `point:${point.unit}`)
      return {
        change: { session: gone.session, points: new Map([[point.id, gone.point]]) },
        events: gone.events,
      }
    })
  }

  /** It would come in and waits to be let in. */
  knocks(session: Session, point: Point): void {
    if (point.knocks) return
    const event = happened(point, 'knocks', Date.now())
    this.#book.saw(session, point, { knocks: true }, event)
  }

  rang(session: Session, point: Point): void {
    if (point.state === 'invited') this.#turn(session, point, 'ringing', 'ringing', Date.now())
  }

  devices(
    session: Session,
    point: Point,
    now: { microphone?: boolean; camera?: boolean; drawn?: boolean; frame?: Point['frame'] },
  ): void {
    const patch: Partial<Point> = {}
    if (now.microphone !== undefined && now.microphone !== point.microphone) patch.microphone = now.microphone
    if (now.camera !== undefined && now.camera !== point.camera) patch.camera = now.camera
    if (now.drawn !== undefined && now.drawn !== point.drawn) patch.drawn = now.drawn
    const frame = now.frame ?? null
    if (frame ? !sameFrame(frame, point.frame) : point.frame) patch.frame = frame
    if (Object.keys(patch).length) this.#book.saw(session, point, patch, null)
  }

  #seen(event: SeatEvent): void {
    const session = this.#book.get(event.session)
    const point = session?.points.get(event.point)
    if (!session || !point) return
    if (event.kind === 'silent') {
      if (isPresent(point))
        this.#turn(
          session,
          point,
          'lost',
          'lost',
          event.at,
          { quality: null },
          { lastHeardAt: event.lastHeardAt },
        )
    } else if (event.kind === 'present') {
      if (isPresent(point)) return
      const again = point.state === 'lost' && point.joinedAt !== null
      const patch = { joinedAt: point.joinedAt ?? event.at, leftAt: null }
      this.#turn(session, point, 'joined', again ? 'returned' : 'joined', event.at, patch)
    } else if (event.kind === 'quality') {
      const state = event.weak ? 'weak' : 'joined'
      if (!isPresent(point)) return
      if (point.state === state) this.#book.saw(session, point, { quality: event.quality }, null)
      else
        this.#turn(
          session,
          point,
          state,
          event.weak ? 'weak' : 'recovered',
          event.at,
          { quality: event.quality },
          {
            ...event.quality,
          },
        )
    }
  }

  #turn(
    session: Session,
    point: Point,
    state: Point['state'],
    kind: string,
    at: number,
    patch: Partial<Point> = {},
    detail: Record<string, unknown> = {},
  ): void {
    this.#book.saw(session, point, { ...patch, state, since: at }, happened(point, kind, at, detail))
  }
}

const happened = (
  point: Point,
  kind: string,
  at: number,
  detail: Record<string, unknown> = {},
): Happened => ({
  at,
  actor: `point:${point.unit}`,
  kind,
  point: point.id,
  detail: { unit: point.unit, ...detail },
})
