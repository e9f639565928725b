import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ActAnswer, Asked, RequestView } from '../../shared/api/scenes.ts'
import { RequestError } from '../../shared/refusal.ts'
import { transaction } from '../db/index.ts'
import type { Person } from './acts.ts'
import { insertDecision, insertRequest, openRequests, readRequest, type StoredRequest } from './store.ts'

const REQUEST_MS = 5 * 60_000

/** A second person's yes, kept in the transaction of what it allows. */
export type Second = { request: StoredRequest; by: string; take: Parameters<typeof transaction<void>>[1] }
type Carry = (asked: Asked, by: Person, second: Second) => Promise<ActAnswer>

/** What one person asked for and another, on an account of their own, confirms. */
export class Requests {
  readonly #app: FastifyInstance
  readonly #carry: Carry
  constructor(app: FastifyInstance, carry: Carry) {
    this.#app = app
    this.#carry = carry
  }

  async ask(asked: Asked, by: Person): Promise<RequestView> {
    const id = randomBytes(12).toString('base64url')
    const expiresAt = Date.now() + REQUEST_MS
    await transaction(this.#app.db.pool, async (client) => {
      await insertRequest(client, { id, act: asked, askedBy: by.principal.id, expiresAt })
      await this.#record(by, `scene.${asked.act}-asked`, asked, client)
    })
    this.#app.bus.emit('scenes')
    const stored = await readRequest(this.#app.db.pool, id)
    if (!stored) throw new RequestError('NOT_FOUND', { request: id })
    return requestView(stored, by.principal.id)
  }

  async open(person: number): Promise<RequestView[]> {
    return (await openRequests(this.#app.db.pool)).map((r) => requestView(r, person))
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
    if (confirm) return this.#carry(request.act, by, { request, by: by.actor, take })
    await transaction(pool, async (client) => {
      await take(client)
      await this.#record(by, 'scene.request-refused', request.act, client)
    })
    this.#app.bus.emit('scenes')
    return { request: null, screens: [] }
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

const requestView = (r: StoredRequest, person: number): RequestView => ({
  id: r.id,
  act: viewOf(r.act),
  by: r.name,
  own: r.askedBy === person,
  at: r.at,
  expiresAt: r.expiresAt,
})
