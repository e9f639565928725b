import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import {
  type ClockState,
  type ClockWanted,
  type Knowledge,
  LIVE_CLOCK,
  type ReplayControl,
} from '../../shared/clock.ts'
import { RequestError } from '../../shared/refusal.ts'
import { actorOf } from '../access/index.ts'
import type { LiveSocket } from '../live/index.ts'
import { readContracts } from './contracts.ts'
import { Session, type Span } from './session.ts'
import { anyRecorded, readFirst, readLast } from './store.ts'

/** A clock that stands reads only when something is opened: so many of them for each that runs. */
const FIXED_PER_REPLAY = 8
/** One officer's windows on two monitors, in step. */
const DESK_WINDOWS = 3
/** Settings of one page's clock that may wait for each other. */
const MOST_WAITING = 8
/** A page's clock may be this far before ours when it asks for the present. */
const AHEAD_MS = 5_000
/** The first time there is hardly changes: only when something older is taken in. */
const FIRST_KEPT_MS = 600_000

/** Every socket's clock that is not live, and how many there may be. */
export class Clocks {
  readonly #app: FastifyInstance
  readonly #pool: pg.Pool
  readonly #sessions = new Map<LiveSocket, Session>()
  /** Places taken, those that are only being made included. */
  readonly #taken = { fixed: 0, replay: 0 }
  readonly #placeOf = new Map<LiveSocket, 'fixed' | 'replay'>()
  readonly #turns = new Map<LiveSocket, { last: Promise<unknown>; waiting: number }>()
  readonly #firsts = new Map<Knowledge, { readAt: number; first: number }>()

  constructor(app: FastifyInstance, pool: pg.Pool) {
    this.#app = app
    this.#pool = pool
  }

  /** How many clocks of each kind are not live. */
  get running(): { fixed: number; replay: number } {
    return { ...this.#taken }
  }

  sessions(): IterableIterator<Session> {
    return this.#sessions.values()
  }

  /** One after the other for each socket. Throws BAD_REQUEST, NO_DATA, OVERLOADED; the clock then stays as it was. */
  set(socket: LiveSocket, wanted: ClockWanted): Promise<{ clock: ClockState }> {
    const line = this.#turns.get(socket) ?? { last: Promise.resolve(), waiting: 0 }
    if (line.waiting >= MOST_WAITING)
      return Promise.reject(new RequestError('RATE_LIMITED', { reason: 'TOO_MANY_WAITING' }))
    line.waiting++
    this.#turns.set(socket, line)
    const turn = line.last.then(() => this.#set(socket, wanted))
    line.last = turn
      .catch(() => {})
      .then(() => {
        if (--line.waiting === 0) this.#turns.delete(socket)
      })
    return turn
  }

  async control(socket: LiveSocket, control: ReplayControl): Promise<{ clock: ClockState }> {
    const session = this.#sessions.get(socket)
    if (!session) throw new RequestError('CONFLICT', { reason: 'NOT_A_REPLAY' })
    await session.control(control)
    // Left while it was steered: the answer would speak of a clock that is none any more.
    if (this.#sessions.get(socket) !== session) throw new RequestError('CONFLICT', { reason: 'CLOCK_LEFT' })
    return { clock: session.state() }
  }

  /** The socket goes: its clock is forgotten. */
  drop(socket: LiveSocket): void {
    this.#sessions.get(socket)?.stop()
    this.#sessions.delete(socket)
    socket.data.past = undefined
    const place = this.#placeOf.get(socket)
    if (place) this.#taken[place]--
    this.#placeOf.delete(socket)
  }

  /** How many other sockets of the same person or place have such a clock. */
  #ownOf(socket: LiveSocket, kind: 'fixed' | 'replay'): number {
    const who = actorOf(socket.data.principal)
    let found = 0
    for (const [other, of] of this.#placeOf)
      if (other !== socket && of === kind && actorOf(other.data.principal) === who) found++
    return found
  }

  async #set(socket: LiveSocket, wanted: ClockWanted): Promise<{ clock: ClockState }> {
    if (wanted.mode === 'live') {
      this.drop(socket)
      socket.emit('clock', LIVE_CLOCK)
      return { clock: LIVE_CLOCK }
    }
    const span = spanOf(wanted, Date.now())
    await this.#mustHaveData(span, wanted.mode)
    const kind = wanted.mode
    const own = this.#placeOf.get(socket) === kind ? 1 : 0
    const most = this.#app.config.replays * (kind === 'fixed' ? FIXED_PER_REPLAY : 1)
    if (this.#taken[kind] - own >= most)
      throw new RequestError('OVERLOADED', {
        reason: kind === 'replay' ? 'TOO_MANY_REPLAYS' : 'TOO_MANY_CLOCKS',
        most,
      })
    // Nobody holds so many that the others find none: the windows of one desk, or half of all.
    const ownMost = Math.max(DESK_WINDOWS, Math.ceil(most / 2))
    if (this.#ownOf(socket, kind) >= ownMost)
      throw new RequestError('OVERLOADED', { reason: 'TOO_MANY_OWN', most: ownMost })
    this.#taken[kind]++
    let session: Session
    try {
      const contracts = await readContracts(this.#pool)
      const rate = wanted.mode === 'replay' ? wanted.rate : null
      session = new Session({ app: this.#app, pool: this.#pool, contracts, socket }, span, rate)
    } catch (error) {
      this.#taken[kind]--
      throw error
    }
    this.drop(socket)
    if (socket.disconnected) {
      this.#taken[kind]--
      session.stop()
      return { clock: session.state() }
    }
    this.#placeOf.set(socket, kind)
    this.#sessions.set(socket, session)
    this.#app.live.detach(socket)
    socket.data.past = session
    if (wanted.mode === 'replay' && wanted.playing) session.play()
    session.tell()
    return { clock: session.state() }
  }

  async #firstOf(known: Knowledge): Promise<number | null> {
    const kept = this.#firsts.get(known)
    if (kept && Date.now() - kept.readAt < FIRST_KEPT_MS) return kept.first
    const first = await readFirst(this.#pool, known)
    if (first !== null) this.#firsts.set(known, { readAt: Date.now(), first })
    return first
  }

  /** Throws NO_DATA with the first and last time there is. */
  async #mustHaveData({ from, to, known }: Span, mode: 'fixed' | 'replay'): Promise<void> {
    const [first, last] = await Promise.all([this.#firstOf(known), readLast(this.#pool, known)])
    const none = () => new RequestError('NO_DATA', { first, last })
    if (first === null || last === null || to < first) throw none()
    // A moment after the last value still has a picture; a range there has nothing in it.
    if (from === to) return
    const there = known === 'then' ? await anyRecorded(this.#pool, from, to) : from <= Math.max(last, first)
    if (!there && (mode === 'replay' || from > last)) throw none()
  }
}

/** Throws BAD_REQUEST for times in the wrong order or in the future. */
function spanOf(wanted: Exclude<ClockWanted, { mode: 'live' }>, now: number): Span {
  const { known } = wanted
  const [from, to, at] =
    wanted.mode === 'fixed'
      ? [wanted.from ?? wanted.at, wanted.at, wanted.at]
      : [wanted.from, wanted.to, wanted.at]
  const wrong = (field: string, reason: string) =>
    new RequestError('BAD_REQUEST', { field, reason, from, to, at })
  if (to > now + AHEAD_MS) throw wrong(wanted.mode === 'fixed' ? 'at' : 'to', 'FUTURE')
  if (from > to || (wanted.mode === 'replay' && from === to)) throw wrong('from', 'ORDER')
  if (at < from || at > to) throw wrong('at', 'ORDER')
  const whole = (t: number) => Math.floor(Math.min(t, now))
  return { from: whole(from), to: whole(to), at: whole(at), known }
}
