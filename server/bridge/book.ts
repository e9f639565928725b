import type pg from 'pg'
import { type CatalogueSnapshot, dayOf, nameOn } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import { BridgeError } from './problem.ts'
import { chairOf, type Point, type Session, sessionForWall } from './session.ts'
import {
  insertEvent,
  insertSession,
  type NewEvent,
  type PointRecord,
  readEnded,
  readSessions,
  type SessionRecord,
  savePoint,
  updateSession,
} from './store.ts'

export type Change = {
  session?: Partial<
    Pick<
      Session,
      | 'driver'
      | 'endedAt'
      | 'spotlight'
      | 'spotlightAt'
      | 'floor'
      | 'floorSince'
      | 'floorUntil'
      | 'lobby'
      | 'item'
      | 'chairAccountId'
      | 'chairName'
      | 'room'
    >
  >
  /** Patches by point id. */
  points?: ReadonlyMap<string, Partial<Point>>
  add?: Point[]
}
export type Happened = Omit<NewEvent, 'session'>
type Log = { error(what: object, text: string): void }

const RETRY_MS = 2_000
const BACKLOG = 5_000

/** All sessions that have not ended, in memory, and the one way to change them. */
export class SessionBook {
  readonly #pool: pg.Pool
  readonly #catalogue: () => CatalogueSnapshot
  readonly #log: Log
  /** By session id. */
  readonly #open = new Map<string, Session>()
  readonly #listeners = new Set<(session: Session, events: Happened[]) => void>()
  /** The end of each session's line of writes: one at a time, in order. */
  readonly #line = new Map<string, Promise<unknown>>()
  readonly #backlog: { session: Session; point: Point | null; event: Happened | null }[] = []
  #flushing = false
  #stopped = false

  constructor(options: { pool: pg.Pool; catalogue: () => CatalogueSnapshot; log: Log }) {
    this.#pool = options.pool
    this.#catalogue = options.catalogue
    this.#log = options.log
  }

  /** After every change, committed or seen. */
  onChange(listener: (session: Session, events: Happened[]) => void): void {
    this.#listeners.add(listener)
  }

  all = (): Iterable<Session> => this.#open.values()
  get = (id: string): Session | undefined => this.#open.get(id)

  /** Whether the nation's own room directs it: what one province directs is no business of the national wall. */
  isNational = (s: Session): boolean => chairOf(s).unitId === this.#catalogue().nation().id
  /** The one that the national wall shows. */
  forWall = (): Session | null => sessionForWall([...this.all()].filter(this.isNational))

  /** Throws BRIDGE_ENDED or BRIDGE_NOT_FOUND. */
  async need(id: string): Promise<Session> {
    const session = this.#open.get(id)
    if (session) return session
    throw new BridgeError((await this.ended(id)) ? 'BRIDGE_ENDED' : 'BRIDGE_NOT_FOUND', { session: id })
  }

  needPoint(session: Session, id: string): Point {
    const point = session.points.get(id)
    if (!point) throw new BridgeError('BRIDGE_NOT_FOUND', { session: session.id, point: id })
    return point
  }

  /** Reads what was open before a restart: whoever was in is lost until it comes back by itself. */
  async load(): Promise<void> {
    const { sessions, points } = await readSessions(this.#pool, null)
    const now = Date.now()
    for (const record of sessions) {
      const session = this.#session(record, points)
      for (const p of session.points.values())
        if (p.state === 'joined' || p.state === 'weak') Object.assign(p, { state: 'lost', since: now })
        else if (p.state === 'testing' || p.state === 'ringing')
          Object.assign(p, { state: 'invited', since: now })
      this.#open.set(session.id, session)
    }
  }

  async ended(id: string): Promise<Session | null> {
    const { sessions, points } = await readSessions(this.#pool, [id])
    return sessions[0] ? this.#session(sessions[0], points) : null
  }

  async newestEnded(limit: number): Promise<Session[]> {
    const { sessions, points } = await readSessions(this.#pool, await readEnded(this.#pool, limit))
    return sessions.map((s) => this.#session(s, points)).sort((a, b) => b.openedAt - a.openedAt)
  }

  /** `within` does what must be committed together with the session. */
  async create(
    session: Session,
    events: Happened[],
    within?: (client: pg.ClientBase, session: string) => Promise<void>,
  ): Promise<void> {
    await transaction(this.#pool, async (client) => {
      await insertSession(client, session)
      for (const point of session.points.values()) await savePoint(client, session.id, point)
      for (const event of events) await insertEvent(client, { ...event, session: session.id })
      await within?.(client, session.id)
    })
    this.#open.set(session.id, session)
    this.#changed(session, events)
  }

  /** Commits first, then changes memory and tells. `plan` is asked when its turn has come; it may throw. */
  async commit(session: Session, plan: () => { change: Change; events: Happened[] } | null): Promise<void> {
    await this.#inLine(session.id, async () => {
      if (session.endedAt !== null) throw new BridgeError('BRIDGE_ENDED', { session: session.id })
      const planned = plan()
      if (!planned) return
      const { change, events } = planned
      await transaction(this.#pool, async (client) => {
        if (change.session) await updateSession(client, { ...session, ...change.session })
        for (const point of change.add ?? []) await savePoint(client, session.id, point)
        for (const [id, patch] of change.points ?? [])
          await savePoint(client, session.id, { ...this.needPoint(session, id), ...patch })
        for (const event of events) await insertEvent(client, { ...event, session: session.id })
      })
      Object.assign(session, change.session)
      for (const point of change.add ?? []) session.points.set(point.id, point)
      for (const [id, patch] of change.points ?? []) {
        const point = session.points.get(id)
        if (point) Object.assign(point, patch)
        if (point?.revokedAt) session.points.delete(id)
      }
      if (session.endedAt !== null) this.#open.delete(session.id)
      this.#changed(session, events)
    })
  }

  /** What was seen on the line: shown at once and written behind, so that pictures go on while the database is away. */
  saw(session: Session, point: Point, patch: Partial<Point>, event: Happened | null): void {
    Object.assign(point, patch)
    this.#changed(session, event ? [event] : [])
    if (!event && patch.state === undefined) return
    if (this.#backlog.length < BACKLOG) this.#backlog.push({ session, point, event })
    void this.#flush()
  }

  /** The session is being recorded since then, or no longer; with an actor it is on record. */
  recording(session: Session, since: number | null, actor?: string): void {
    if (session.recording === since) return
    session.recording = since
    const kind = since === null ? 'recording-stopped' : 'recording-started'
    const event = actor ? { at: Date.now(), actor, kind, point: null, detail: {} } : null
    this.#changed(session, event ? [event] : [])
    if (!event) return
    this.#backlog.push({ session, point: null, event })
    void this.#flush()
  }

  /** What turns by itself, or was seen, and need not outlive a restart. */
  turn(session: Session, patch: Pick<Session, 'room'>): void {
    Object.assign(session, patch)
    this.#changed(session, [])
  }

  /** The session waits for its media server, or no longer. */
  hold(session: Session, held: boolean): void {
    if (session.held === held) return
    session.held = held
    this.#changed(session, [])
  }

  /** Resolves when everything seen so far is written, or after `most` ms: a database that is away holds up no answer. */
  async settled(most = Number.POSITIVE_INFINITY): Promise<void> {
    const until = performance.now() + most
    while (this.#backlog.length && !this.#stopped && performance.now() < until)
      await new Promise((r) => setTimeout(r, 20))
  }

  stop(): void {
    this.#stopped = true
  }

  async #flush(): Promise<void> {
    if (this.#flushing) return
    this.#flushing = true
    while (this.#backlog.length && !this.#stopped) {
      const { session, point, event } = this.#backlog[0]!
      try {
        await this.#inLine(session.id, () =>
          transaction(this.#pool, async (client) => {
            if (point && session.points.get(point.id) === point) await savePoint(client, session.id, point)
            if (event) await insertEvent(client, { ...event, session: session.id })
          }),
        )
        this.#backlog.shift()
      } catch (error) {
        if (this.#stopped) break
        this.#log.error({ error, session: session.id }, 'bridge event not yet written')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref())
      }
    }
    this.#flushing = false
  }

  #inLine<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#line.get(id) ?? Promise.resolve()).then(work, work)
    const quiet = turn.catch(() => undefined)
    this.#line.set(id, quiet)
    void quiet.then(() => {
      if (this.#line.get(id) === quiet) this.#line.delete(id)
    })
    return turn
  }

  #changed(session: Session, events: Happened[]): void {
    for (const listener of this.#listeners) listener(session, events)
  }

  #session(record: SessionRecord, points: PointRecord[]): Session {
    const own = points.filter((p) => p.sessionId === record.id && p.revokedAt === null)
    return {
      ...record,
      held: false,
      recording: null,
      points: new Map(own.map((p) => [p.id, this.#point(record, p)])),
    }
  }

  #point(session: SessionRecord, p: PointRecord): Point {
    const unit = this.#catalogue().unitById(p.unitId)
    if (!unit) throw new Error(`unit ${p.unitId} of point ${p.id} is not in the catalogue`)
    const name = nameOn(unit, dayOf(p.invitedAt))
    const own = { vi: session.chairName, en: session.chairName }
    return {
      ...p,
      unit: unit.code,
      unitFrom: unit.validFrom,
      name: p.role === 'chair' ? own : { vi: name.vi, en: name.en },
      microphone: false,
      camera: false,
      drawn: false,
      knocks: false,
      quality: null,
      frame: null,
    }
  }
}
