import { ParticipantInfo_State, RoomServiceClient, type WebhookEvent } from 'livekit-server-sdk'
import type { BridgeGrant } from '../../../shared/live.ts'
import type { Applicant, BridgeEngine, MediaRights } from '../engine.ts'
import { GRANT_MS } from '../peer/driver.ts'
import { People } from './people.ts'
import { type Keys, roomToken, sources } from './tokens.ts'
import { Watch } from './watch.ts'

/** How often the list of people is read besides what the server tells by itself. */
const LIST_MS = 5_000
/** An empty room stays this long, in seconds: a session waits for its people. */
const EMPTY_SECONDS = 3_600
/** How long LiveKit waits for a person who went without a word, in seconds. */
const DEPARTURE_SECONDS = 20

type Log = { warn(what: object, text: string): void; info(what: object, text: string): void }

/** A LiveKit server carries the session: one room a session, one identity a point, its word on who is in. */
export class LivekitEngine implements BridgeEngine {
  readonly driver = 'livekit'
  readonly capacity: number
  readonly #keys: Keys
  readonly #rooms: RoomServiceClient
  readonly #people = new People()
  readonly #watch: Watch
  readonly #log: Log
  readonly #listeners = new Set<() => void>()
  readonly #list: NodeJS.Timeout
  /** Who may send what, by session and point, as last said; null for one that was taken out. */
  readonly #rights = new Map<string, Map<string, MediaRights | null>>()

  constructor(options: { capacity: number; keys: Keys; log: Log }) {
    this.capacity = options.capacity
    this.#keys = options.keys
    this.#log = options.log
    // Its own server: no other region to turn to, and no waiting longer than a person would.
    this.#rooms = new RoomServiceClient(
      options.keys.url.replace(/^ws/, 'http'),
      options.keys.key,
      options.keys.secret,
      { requestTimeout: 3, failover: false },
    )
    this.#watch = new Watch(options.keys.url, (up) => this.#turned(up))
    this.#list = setInterval(() => void this.#readAll(), LIST_MS)
    this.#list.unref()
  }

  get up(): boolean {
    return this.#watch.up
  }

  start = (): Promise<void> => this.#watch.start()

  stop(): void {
    clearInterval(this.#list)
    this.#watch.stop()
  }

  onTurn(listener: () => void): void {
    this.#listeners.add(listener)
  }

  open(session: string): void {
    this.#people.open(session)
    if (!this.#rights.has(session)) this.#rights.set(session, new Map())
    void this.#read(session)
  }

  close(session: string): void {
    this.#people.close(session)
    this.#rights.delete(session)
    void this.#ask('close', session, () => this.#rooms.deleteRoom(session))
  }

  /** Its room is there, whoever is in it. */
  async ready(session: string): Promise<void> {
    await this.#rooms.createRoom({
      name: session,
      emptyTimeout: EMPTY_SECONDS,
      departureTimeout: DEPARTURE_SECONDS,
    })
  }

  /** Throws when the server is away. */
  async grant(session: string, who: Applicant): Promise<BridgeGrant> {
    if (!this.up) throw new Error('LiveKit is away')
    if (who.role !== 'screen')
      this.#rights.get(session)?.set(who.id, { heard: who.heard, shares: who.shares })
    await this.ready(session)
    const expiresAt = Date.now() + GRANT_MS
    const token = await roomToken(this.#keys, session, who, GRANT_MS / 1_000)
    const { id, incarnation } = who
    return { driver: 'livekit', id, incarnation, url: this.#keys.url, room: session, token, expiresAt }
  }

  carries = (session: string, point: string): boolean => this.up && this.#people.has(session, point)

  setRights(session: string, point: string, rights: MediaRights): void {
    this.#rights.get(session)?.set(point, rights)
    void this.#allow(session, point, rights)
  }

  remove(session: string, point: string): void {
    this.#rights.get(session)?.set(point, null)
    void this.#takeOut(session, point)
  }

  /** What LiveKit tells by itself. The caller has verified that it is from there. */
  told(event: WebhookEvent): void {
    const { room, participant } = event
    if (!room || !participant) return
    const { identity, sid } = participant
    if (identity.startsWith('screen:')) return
    if (event.event === 'participant_joined') {
      if (this.#rights.get(room.name)?.get(identity) === null) void this.#takeOut(room.name, identity)
      else if (this.#people.entered(room.name, identity, sid)) this.#changed()
    } else if (event.event === 'participant_left' || event.event === 'participant_connection_aborted') {
      if (this.#people.left(room.name, identity, sid)) this.#changed()
    }
  }

  /** LiveKit honours a token until it expires: whoever comes back with an old one is taken out again. */
  #takeOut = (session: string, point: string) =>
    this.#ask('remove', session, () => this.#rooms.removeParticipant(session, point))

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }

  #turned(up: boolean): void {
    this.#log[up ? 'info' : 'warn']({ livekit: this.#keys.url }, up ? 'LiveKit is there' : 'LiveKit is away')
    if (!up) this.#people.clear()
    this.#changed()
    if (up) void this.#readAll()
  }

  async #readAll(): Promise<void> {
    for (const session of this.#people.sessions()) await this.#read(session)
  }

  /** What was missed of its telling is found here; and a right that was not taken over is given again. */
  async #read(session: string): Promise<void> {
    if (!this.up) return
    const told = this.#people.told(session)
    const list = await this.#ask('list', session, () => this.#rooms.listParticipants(session))
    if (!list) return
    const rights = this.#rights.get(session)
    const active = list.filter(
      (p) => p.state === ParticipantInfo_State.ACTIVE && !p.identity.startsWith('screen:'),
    )
    for (const p of active) if (rights?.get(p.identity) === null) void this.#takeOut(session, p.identity)
    const here = active.filter((p) => rights?.get(p.identity) !== null)
    if (this.#people.list(session, new Map(here.map((p) => [p.identity, p.sid])), told)) this.#changed()
    for (const p of here) {
      const own = rights?.get(p.identity)
      const allowed = [...(p.permission?.canPublishSources ?? [])].sort().join()
      if (own && allowed !== sources(own).sort().join()) await this.#allow(session, p.identity, own)
    }
  }

  #allow = (session: string, point: string, rights: MediaRights) =>
    this.#ask('allow', session, () =>
      this.#rooms.updateParticipant(session, point, {
        permission: {
          canSubscribe: true,
          canPublish: true,
          canPublishData: false,
          canPublishSources: sources(rights),
        },
      }),
    )

  /** Null when it did not answer as asked: whoever is not there yet, or no more, needs nothing done. */
  async #ask<T>(what: string, session: string, work: () => Promise<T>): Promise<T | null> {
    if (!this.up) return null
    try {
      return await work()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code !== 'not_found') this.#log.warn({ error, session, what }, 'LiveKit did not do as asked')
      return null
    }
  }
}
