import type { FastifyInstance } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import { transaction } from '../db/index.ts'
import {
  addScreen,
  groupScreen,
  listScreens,
  renameScreen,
  repairScreen,
  revokeScreen,
  type StoredScreen,
  spendLink,
} from './store.ts'
import { endTokens } from './token-store.ts'

export type Acting = { actor: string; address: string }

/** Every screen that was ever paired. Each change is written with its audit entry, then told. */
export class Screens {
  readonly #app: FastifyInstance
  readonly #paired = new Map<number, StoredScreen>()
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async load(): Promise<void> {
    for (const s of await listScreens(this.#app.db.pool)) if (s.revokedAt === null) this.#paired.set(s.id, s)
  }

  paired(): StoredScreen[] {
    return [...this.#paired.values()]
  }

  list(): Promise<StoredScreen[]> {
    return listScreens(this.#app.db.readPool)
  }

  isPaired(id: number): boolean {
    return this.#paired.has(id)
  }

  find(id: number): StoredScreen | undefined {
    return this.#paired.get(id)
  }
  /** What was just written of a screen, for whoever asks before the next load. */
  keep(id: number, what: Partial<Pick<StoredScreen, 'overlay'>>): void {
    const known = this.#paired.get(id)
    if (known) this.#paired.set(id, { ...known, ...what })
  }

  /** A new screen under a new token, kept nowhere but in its page. Null when the one-time link does not hold. */
  async pair(
    name: string,
    by: Acting,
    link?: string,
  ): Promise<{ screen: StoredScreen; token: string } | null> {
    const { access, audit, bus, db } = this.#app
    const token = access.newToken()
    const screen = await transaction(db.pool, async (client) => {
      if (link !== undefined && !(await spendLink(client, access.hashToken(link)))) return null
      const added = await addScreen(client, { name, hash: access.hashToken(token), by: by.actor })
      const detail = { name, way: link === undefined ? 'code' : 'link' }
      await audit.record({ ...by, action: 'screen.paired', subject: `screen:${added.id}`, detail }, client)
      return added
    })
    if (!screen) return null
    this.#paired.set(screen.id, screen)
    bus.emit('screens')
    return { screen, token }
  }

  /** Throws NOT_FOUND. */
  async revoke(id: number, by: Acting): Promise<StoredScreen> {
    const { audit, bus, db, live } = this.#app
    const screen = await transaction(db.pool, async (client) => {
      await endTokens(client, id)
      const revoked = await revokeScreen(client, id)
      if (!revoked) throw new RequestError('NOT_FOUND', { screen: id })
      const detail = { name: revoked.name }
      await audit.record({ ...by, action: 'screen.revoked', subject: `screen:${id}`, detail }, client)
      return revoked
    })
    this.#paired.delete(id)
    const text = { vi: `Thu hồi màn hình ${screen.name}`, en: `Screen ${screen.name} revoked` }
    bus.emit('logbook', {
      ...{ at: Date.now(), kind: 'screen.revoked', subject: `screen:${id}`, text },
      ...{ actor: by.actor, detail: {} },
    })
    live.revoke((p) => p.kind === 'screen' && p.id === id)
    bus.emit('screens')
    return screen
  }

  /** Throws NOT_FOUND. */
  async rename(id: number, name: string, by: Acting): Promise<StoredScreen> {
    const { audit, bus, db } = this.#app
    const screen = await transaction(db.pool, async (client) => {
      const done = await renameScreen(client, id, name)
      if (!done) throw new RequestError('NOT_FOUND', { screen: id })
      const detail = { before: done.before, name }
      await audit.record({ ...by, action: 'screen.renamed', subject: `screen:${id}`, detail }, client)
      return done.screen
    })
    if (this.#paired.has(id)) this.#paired.set(id, screen)
    bus.emit('screens')
    return screen
  }

  /** The group's name, or null for none. Throws NOT_FOUND. */
  async group(id: number, group: string | null, by: Acting): Promise<StoredScreen> {
    const { audit, bus, db } = this.#app
    const screen = await transaction(db.pool, async (client) => {
      const done = await groupScreen(client, id, group)
      if (!done) throw new RequestError('NOT_FOUND', { screen: id })
      await audit.record(
        { ...by, action: 'screen.grouped', subject: `screen:${id}`, detail: { group } },
        client,
      )
      return done
    })
    this.#paired.set(id, screen)
    bus.emit('screens')
    return screen
  }

  /**
   * Another page or machine takes the place of the one that was: number, name, group and cell stay. Every token of before
   * is dead at once, and its page is shut out. Throws NOT_FOUND.
   */
  async repair(id: number, by: Acting): Promise<{ screen: StoredScreen; token: string }> {
    const { access, audit, bus, db, live } = this.#app
    const token = access.newToken()
    const screen = await transaction(db.pool, async (client) => {
      await endTokens(client, id)
      const done = await repairScreen(client, { id, hash: access.hashToken(token), by: by.actor })
      if (!done) throw new RequestError('NOT_FOUND', { screen: id })
      const detail = { name: done.name }
      await audit.record({ ...by, action: 'screen.repaired', subject: `screen:${id}`, detail }, client)
      return done
    })
    this.#paired.set(id, screen)
    live.revoke((p) => p.kind === 'screen' && p.id === id)
    bus.emit('screens')
    return { screen, token }
  }
}
