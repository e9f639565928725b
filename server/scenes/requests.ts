import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ActAnswer, Asked, AskedChange, RequestView } from '../../shared/api/scenes.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Language } from '../../shared/vocabulary.ts'
import { transaction } from '../db/index.ts'
import type { Person } from './acts.ts'
import { type RequestStep, requestNote } from './request-note.ts'
import {
  insertDecision,
  insertLapses,
  insertRequest,
  nextExpiry,
  openRequests,
  readRequest,
  type StoredRequest,
} from './store.ts'

export const REQUEST_MS = 5 * 60_000
/** A yes of the last moment may still be on its way to the database. */
const LATE_MS = 2_000

/** A second person's yes, kept in the transaction of what it allows. */
export type Second = { request: StoredRequest; by: string; take: Parameters<typeof transaction<void>>[1] }
type Carry = (asked: Asked, by: Person, second: Second) => Promise<ActAnswer>
/** The name of what is asked for: a scene's, a playlist's, a takeover's; null for what has none. */
type NameOf = (asked: Asked) => Record<Language, string> | null
/** What would be another, beside what stands. */
type ChangeOf = (asked: Asked) => AskedChange

/** What one person asked for and another, on an account of their own, confirms. */
export class Requests {
  readonly #app: FastifyInstance
  readonly #carry: Carry
  readonly #nameOf: NameOf
  readonly #changeOf: ChangeOf
  /** When the next one runs out, ms: before the first look any may have. */
  #next = 0
  #looking = false
  constructor(app: FastifyInstance, carry: Carry, nameOf: NameOf, changeOf: ChangeOf) {
    this.#app = app
    this.#carry = carry
    this.#nameOf = nameOf
    this.#changeOf = changeOf
  }

  async ask(asked: Asked, by: Person): Promise<RequestView> {
    const id = randomBytes(12).toString('base64url')
    const expiresAt = Date.now() + REQUEST_MS
    await transaction(this.#app.db.pool, async (client) => {
      await insertRequest(client, { id, act: asked, askedBy: by.principal.id, expiresAt })
      await this.#record(by, `scene.${asked.act}-asked`, asked, client)
    })
    this.#next = Math.min(this.#next, expiresAt)
    this.#app.bus.emit('scenes')
    const stored = await readRequest(this.#app.db.pool, id)
    if (!stored) throw new RequestError('NOT_FOUND', { request: id })
    this.#tell('asked', stored, by.actor, stored.at)
    return this.#view(stored, by.principal.id)
  }

  async open(person: number): Promise<RequestView[]> {
    return (await openRequests(this.#app.db.pool)).map((r) => this.#view(r, person))
  }

  /** Those that ran out unanswered go on record once, also when they did so while nothing ran. */
  async lapse(now: number): Promise<void> {
    if (this.#looking || now < this.#next + LATE_MS) return
    this.#looking = true
    try {
      const { pool } = this.#app.db
      // One that is asked while this looks counts as well.
      this.#next = Number.POSITIVE_INFINITY
      // Read together with being written: what is on record as run out is told as well.
      const lapsed = await transaction(pool, (client) => insertLapses(client, now - LATE_MS))
      for (const request of lapsed) this.#tell('lapsed', request, null, request.expiresAt)
      if (lapsed.length) this.#app.bus.emit('scenes')
      this.#next = Math.min(this.#next, (await nextExpiry(pool)) ?? Number.POSITIVE_INFINITY)
    } catch (error) {
      this.#next = 0
      this.#app.log.warn({ error }, 'requests that ran out wait to be recorded')
    } finally {
      this.#looking = false
    }
  }

  /** Throws NOT_FOUND, SCENE_REQUEST_ENDED, SAME_PERSON. Who asked may take it back, not confirm it. */
  async decide(id: string, confirm: boolean, by: Person): Promise<ActAnswer> {
    const { pool } = this.#app.db
    const request = await readRequest(pool, id)
    if (!request) throw new RequestError('NOT_FOUND', { request: id })
    if (request.decided || request.expiresAt <= Date.now())
      throw new RequestError('SCENE_REQUEST_ENDED', { request: id })
    if (confirm && request.askedBy === by.principal.id) throw new RequestError('SAME_PERSON')
    const take: Second['take'] = async (client) => {
      if (!(await insertDecision(client, id, confirm, by.principal.id)))
        throw new RequestError('SCENE_REQUEST_ENDED', { request: id })
    }
    const at = Date.now()
    if (confirm) {
      const answer = await this.#carry(request.act, by, { request, by: by.actor, take })
      this.#tell('confirmed', request, by.actor, at)
      return answer
    }
    await transaction(pool, async (client) => {
      await take(client)
      await this.#record(by, 'scene.request-refused', request.act, client)
    })
    this.#app.bus.emit('scenes')
    this.#tell(request.askedBy === by.principal.id ? 'withdrawn' : 'refused', request, by.actor, at)
    return { request: null, screens: [] }
  }

  #tell(step: RequestStep, request: StoredRequest, actor: string | null, at: number): void {
    const name = this.#nameOf(request.act)
    this.#app.bus.emit('logbook', requestNote(this.#app, step, request, name, actor, at))
  }

  #view(r: StoredRequest, person: number): RequestView {
    return {
      ...{ id: r.id, act: viewOf(r.act), change: this.#changeOf(r.act) },
      ...{ name: this.#nameOf(r.act), by: r.name },
      ...{ own: r.askedBy === person, at: r.at, expiresAt: r.expiresAt },
    }
  }

  #record({ actor, address }: Person, action: string, asked: Asked, client: Parameters<Second['take']>[0]) {
    const { act, scene, playlist, restricted, ...told } = viewOf(asked)
    const subject = playlist ? `playlist:${playlist}` : scene ? `scene:${scene}` : null
    const detail = { act, ...told, ...(restricted.length ? { restricted: restricted.join(' ') } : {}) }
    return this.#app.audit.record({ actor, address, action, subject, detail }, client)
  }
}

/** What is asked for, without the document that waits with it. */
function viewOf(asked: Asked): RequestView['act'] {
  if ('restricted' in asked)
    return {
      act: asked.act,
      restricted: asked.restricted,
      ...(asked.act === 'playlist' ? { playlist: asked.playlist.key } : {}),
      ...(asked.act === 'document' ? { scene: asked.document.key } : {}),
    }
  return { ...asked, restricted: [] }
}
