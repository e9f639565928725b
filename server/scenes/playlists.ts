import type { FastifyInstance } from 'fastify'
import type { PlaylistView, SceneSettings } from '../../shared/api/scenes.ts'
import type { Playlist } from '../../shared/playlist.ts'
import { RequestError } from '../../shared/refusal.ts'
import { transaction } from '../db/index.ts'
import { type Acting, confirmation, type SceneBook } from './book.ts'
import { DELIVERED_PLAYLISTS } from './delivered-playlists.ts'
import type { Second } from './requests.ts'
import { agreedStill, restrictedIn } from './restricted.ts'
import { insertPlaylist, insertSettings, readPlaylists, readSettings, type StoredPlaylist } from './store.ts'

const ORDINARY: SceneSettings = {
  twoPerson: ['restricted', 'override'],
  standing: 'sections',
  alertTakes: 'Extreme',
  alertScene: 'storm',
  alarmTakes: 'critical',
  alarmScene: 'alarms',
  sessionTakes: true,
  // A person chose the spotlight; an alarm of our own is nearer than a warning from outside.
  takeOrder: ['session', 'alarm', 'alert'],
}

/** Playlists and what is settled for all of them, each save a version. */
export class Playlists {
  readonly #app: FastifyInstance
  readonly #book: SceneBook
  #all: StoredPlaylist[] = []
  #settings: { version: number; document: SceneSettings } = { version: 0, document: ORDINARY }
  constructor(app: FastifyInstance, book: SceneBook) {
    this.#app = app
    this.#book = book
  }

  async load(): Promise<void> {
    const { pool } = this.#app.db
    this.#all = await readPlaylists(pool)
    // What was changed or put aside by hand stays as it is.
    const known = new Set(this.#all.map((p) => p.playlist))
    const fresh = DELIVERED_PLAYLISTS.filter((p) => !known.has(p.key))
    for (const document of fresh)
      await insertPlaylist(pool, { playlist: document.key, version: 1, document, by: 'system', agreed: [] })
    if (fresh.length) this.#all = await readPlaylists(pool)
    const stored = await readSettings(pool)
    // What was settled before a later version asked for more has the ordinary answer to that.
    if (stored) this.#settings = { ...stored, document: { ...ORDINARY, ...stored.document } }
  }

  settings = (): SceneSettings => this.#settings.document
  settingsVersion = (): number => this.#settings.version
  list = (): Playlist[] => this.#all.flatMap((p) => (p.document ? [p.document] : []))

  stored = (key: string): StoredPlaylist | undefined => this.#all.find((p) => p.playlist === key)

  /** Restricted scenes of a playlist to which no second person has agreed: none where the rule does not hold. */
  unagreed = (key: string): string[] => {
    const found = this.stored(key)
    if (!found?.document || !this.settings().twoPerson.includes('restricted')) return []
    return restrictedIn(found.document, this.#book.isRestricted).filter((s) => !found.agreed.includes(s))
  }

  views(): PlaylistView[] {
    const setup = this.#app.stages.setup()
    return this.#all.flatMap(({ document, version, by, at }) => {
      if (!document) return []
      const stages = setup.flatMap((s) => (s.playlist === document.key ? [s.no] : []))
      return [{ playlist: document, version, by, at, missing: this.#missing(document), stages }]
    })
  }
  #missing = (p: Playlist) => [...new Set(p.items.map((i) => i.scene))].filter((s) => !this.#book.newest(s))

  /** A condition on what is not in the catalogue would never hold, and nobody would know. Throws SCENE_INVALID, SCENE_CHANGED. */
  check(key: string, playlist: Playlist | null, after: number): void {
    const version = this.stored(key)?.version ?? 0
    if (version !== after) throw new RequestError('SCENE_CHANGED', { playlist: key, version })
    const now = this.#app.catalogue.now()
    const faults = (playlist?.conditions ?? []).flatMap((c, i) =>
      c.kind === 'value' && !now.indicator(c.indicator)
        ? [{ field: `conditions/${i}/indicator`, code: 'UNKNOWN_INDICATOR', what: c.indicator }]
        : [],
    )
    if (playlist && playlist.key !== key) faults.push({ field: 'key', code: 'SHAPE', what: key })
    if (faults.length) throw new RequestError('SCENE_INVALID', { faults })
  }

  /** Throws SCENE_CHANGED. */
  async save(
    key: string,
    document: Playlist | null,
    after: number,
    { actor, address }: Acting,
    second: Second | null,
  ): Promise<void> {
    const version = after + 1
    const agreed = !document
      ? []
      : second
        ? restrictedIn(document, this.#book.isRestricted)
        : [...agreedStill(this.stored(key), document)]
    await transaction(this.#app.db.pool, async (client) => {
      await second?.take(client)
      await insertPlaylist(client, { playlist: key, version, document, by: actor, agreed })
      const action = document ? 'playlist.saved' : 'playlist.removed'
      const detail = { version, ...confirmation(second) }
      await this.#app.audit.record({ actor, address, action, subject: `playlist:${key}`, detail }, client)
    }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === '23505')
        throw new RequestError('SCENE_CHANGED', { playlist: key, version })
      throw error
    })
    this.#all = await readPlaylists(this.#app.db.pool)
    this.#app.bus.emit('scenes')
  }

  /** They are saved all at once: a field that another changed meanwhile would be undone. Throws SCENE_CHANGED, NOT_FOUND. */
  checkSettings({ standing, alertScene, alarmScene }: SceneSettings, after: number): void {
    const { version } = this.#settings
    if (version !== after) throw new RequestError('SCENE_CHANGED', { version })
    for (const scene of [standing, alertScene, alarmScene]) this.#book.need(scene)
  }

  /** Throws SCENE_CHANGED. */
  async settle(
    document: SceneSettings,
    after: number,
    { actor, address }: Acting,
    second: Second | null,
  ): Promise<void> {
    const version = after + 1
    await transaction(this.#app.db.pool, async (client) => {
      await second?.take(client)
      await insertSettings(client, version, document, actor)
      const detail = { before: this.#settings.document, after: document, ...confirmation(second) }
      await this.#app.audit.record({ actor, address, action: 'scene.settings', detail }, client)
    }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === '23505')
        throw new RequestError('SCENE_CHANGED', { version })
      throw error
    })
    this.#settings = { version, document }
    this.#app.bus.emit('scenes')
  }
}
