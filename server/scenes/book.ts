import type { FastifyInstance } from 'fastify'
import type { SceneListItem, SceneOrigin, SceneVersionView } from '../../shared/api/scenes.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type Scene, sceneNeeds } from '../../shared/scene.ts'
import { type Checked, checkScene, type SceneFault } from '../../shared/scene-check.ts'
import { inOneOrder } from '../../shared/scene-diff.ts'
import { transaction } from '../db/index.ts'
import { deliveredScenes } from './delivered.ts'
import type { Second } from './requests.ts'
import { insertScene, readScenes, type StoredScene } from './store.ts'

export type Acting = { actor: string; address: string }
/** Who confirmed, for the audit. */
export const confirmation = (second: Second | null) => (second ? { confirmedBy: second.by } : {})

/** Every version of every scene. Small, asked for by each screen: kept in memory beside the database. */
export class SceneBook {
  readonly #app: FastifyInstance
  /** Versions of each scene, oldest first. */
  readonly #scenes = new Map<string, StoredScene[]>()
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** Reads what is stored; delivered scenes that are new, or were renewed and never changed by hand, are added. */
  async load(): Promise<void> {
    const { pool } = this.#app.db
    for (const s of await readScenes(pool)) this.#put(s)
    for (const document of await deliveredScenes()) {
      const newest = this.newest(document.key)
      if (newest && newest.origin !== 'delivered') continue
      if (newest && JSON.stringify(inOneOrder(newest.document)) === JSON.stringify(inOneOrder(document)))
        continue
      await this.save(document, newest?.version ?? 0, 'delivered', '', { actor: 'system', address: '' }, null)
    }
  }

  newest(scene: string): StoredScene | undefined {
    return this.#scenes.get(scene)?.at(-1)
  }

  version(scene: string, version: number): StoredScene | undefined {
    return this.#scenes.get(scene)?.find((s) => s.version === version)
  }

  /** Throws NOT_FOUND. */
  need(scene: string, version?: number): StoredScene {
    const found = version === undefined ? this.newest(scene) : this.version(scene, version)
    if (!found) throw new RequestError('NOT_FOUND', { scene, ...(version ? { version } : {}) })
    return found
  }

  /**
   * Whether a scene, in this version or at all, needs two persons: once restricted it is so in all its versions, until a
   * second person lets it be so no more.
   */
  isRestricted = (scene: string, version?: number): boolean => {
    const versions = this.#scenes.get(scene) ?? []
    const freed = versions.findLastIndex((s) => s.confirmedBy !== null && !s.document.restricted)
    return (
      versions.slice(freed + 1).some((s) => s.document.restricted) ||
      (version !== undefined && this.version(scene, version)?.document.restricted === true)
    )
  }

  /** Newest first. */
  versions(scene: string): SceneVersionView[] {
    return (this.#scenes.get(scene) ?? []).map(versionView).reverse()
  }

  isDelivered(scene: string): boolean {
    return this.#scenes.get(scene)?.[0]?.origin === 'delivered'
  }

  list(): SceneListItem[] {
    return [...this.#scenes.values()].flatMap((versions) => {
      const newest = versions.at(-1)
      if (!newest) return []
      const { document } = newest
      return [
        {
          scene: newest.scene,
          title: document.title,
          restricted: this.isRestricted(newest.scene),
          pages: document.pages.length,
          delivered: versions[0]?.origin === 'delivered',
          withdrawn: this.withdrawn(document),
          newest: versionView(newest),
        },
      ]
    })
  }

  /** Codes it is bound to that are in the catalogue no more: its parts say so, and it stands. */
  withdrawn(scene: Scene): string[] {
    const now = this.#app.catalogue.now()
    const needs = sceneNeeds(scene)
    const codes = new Set([...needs.indicators, ...needs.cells.map((c) => c.indicator)])
    return [...codes].filter((code) => !now.indicator(code))
  }

  /** A new document is bound to what the catalogue has; one that was bound before keeps what it has. */
  bound(read: Checked, before: Scene | undefined): Scene {
    if ('faults' in read) throw refused(read.faults)
    const known = before ? new Set(this.withdrawn(before)) : new Set<string>()
    const now = this.#app.catalogue.now()
    const faults = read.scene.pages.flatMap((page, n) =>
      page.parts.flatMap((part, i): SceneFault[] => {
        const at = `pages/${n}/parts/${i}`
        const needs = sceneNeeds({ ...read.scene, pages: [{ seconds: 5, parts: [part] }] })
        const codes = [...needs.indicators, ...needs.cells.map((c) => c.indicator)]
        const unknown = codes.find((code) => !now.indicator(code) && !known.has(code))
        const unit = needs.cells.find((c) => !now.unitInForce(c.unit, Date.now()))?.unit
        return [
          ...(unknown
            ? [{ field: `${at}/indicator`, code: 'UNKNOWN_INDICATOR' as const, what: unknown }]
            : []),
          ...(unit ? [{ field: `${at}/unit`, code: 'UNKNOWN_UNIT' as const, what: unit }] : []),
        ]
      }),
    )
    if (faults.length) throw refused(faults)
    return read.scene
  }

  /** What may be saved as the version that follows. Throws SCENE_INVALID with the faults, SCENE_DELIVERED, SCENE_CHANGED. */
  check(key: string, read: unknown, after: number): Scene {
    const newest = this.newest(key)
    if (this.isDelivered(key)) throw new RequestError('SCENE_DELIVERED', { scene: key })
    if ((newest?.version ?? 0) !== after)
      throw new RequestError('SCENE_CHANGED', { scene: key, version: newest?.version ?? 0 })
    const scene = this.bound(checkScene(read), newest?.document)
    if (scene.key !== key) throw refused([{ field: 'key', code: 'SHAPE', what: `must be ${key}` }])
    return scene
  }

  /** Throws SCENE_CHANGED. */
  async save(
    document: Scene,
    after: number,
    origin: SceneOrigin,
    note: string,
    by: Acting,
    second: Second | null,
  ): Promise<StoredScene> {
    const { db, audit, bus } = this.#app
    const confirmedBy = second?.by ?? null
    const row = { scene: document.key, version: after + 1, document, origin, note, by: by.actor, confirmedBy }
    const at = await transaction(db.pool, async (client) => {
      await second?.take(client)
      const at = await insertScene(client, row)
      const detail = { version: row.version, origin, title: document.title.vi, ...confirmation(second) }
      // What comes with the product is nobody's act.
      if (origin !== 'delivered')
        await audit.record(
          {
            actor: by.actor,
            address: by.address,
            action: 'scene.saved',
            subject: `scene:${row.scene}`,
            detail,
          },
          client,
        )
      return at
    }).catch((error: unknown) => {
      // Two saved the same version at the same instant: the second is told.
      if (error instanceof Error && 'code' in error && error.code === '23505')
        throw new RequestError('SCENE_CHANGED', { scene: row.scene, version: row.version })
      throw error
    })
    const stored = { ...row, at }
    this.#put(stored)
    bus.emit('scenes')
    return stored
  }

  #put(s: StoredScene): void {
    const versions = this.#scenes.get(s.scene)
    if (versions) versions.push(s)
    else this.#scenes.set(s.scene, [s])
  }
}

export const refused = (faults: readonly SceneFault[]) => new RequestError('SCENE_INVALID', { faults })
const versionView = ({ version, origin, note, by, at }: StoredScene): SceneVersionView => ({
  version,
  origin,
  note,
  by,
  at,
})
