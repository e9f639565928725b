import type { FastifyInstance } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import { faultOf, partOf, type WallGeometry, type WallPlace, type WallView } from '../../shared/wall.ts'
import { transaction } from '../db/index.ts'
import type { Acting } from './screens.ts'
import { addWall, changeWall, listWalls, removeWall } from './wall-store.ts'

/** One writer at a time, so that no two walls get the same screen. */
const LOCK = 7_419_122
type Wanted = { name: string; geometry: WallGeometry }

/** The walls as grids of screens. A screen stands in one wall at most. */
export class Walls {
  readonly #app: FastifyInstance
  readonly #walls = new Map<number, WallView>()
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async load(): Promise<void> {
    this.#walls.clear()
    for (const wall of await listWalls(this.#app.db.pool)) this.#walls.set(wall.id, wall)
  }

  list(): WallView[] {
    return [...this.#walls.values()]
  }
  get(id: number): WallView | null {
    return this.#walls.get(id) ?? null
  }
  of(screen: number): WallView | null {
    return this.list().find((w) => w.geometry.cells.some((c) => c.screen === screen)) ?? null
  }
  place(screen: number): WallPlace | null {
    const wall = this.of(screen)
    const cell = wall?.geometry.cells.find((c) => c.screen === screen)
    if (!wall || !cell) return null
    const { row, column } = cell
    const { id, name, geometry } = wall
    return { wall: id, name, row, column, geometry, part: partOf(geometry, row, column) }
  }

  add({ name, geometry }: Wanted, by: Acting): Promise<WallView> {
    return this.#write('wall.made', by, { name, geometry }, (client) =>
      addWall(client, { name, geometry, by: by.actor }),
    )
  }

  /** Throws CONFLICT when somebody changed it since `version`, NOT_FOUND for none. */
  change(id: number, version: number, { name, geometry }: Wanted, by: Acting): Promise<WallView> {
    if (!this.#walls.has(id)) throw new RequestError('NOT_FOUND', { wall: id })
    return this.#write('wall.changed', by, { id, name, geometry }, async (client) => {
      const changed = await changeWall(client, { id, version, name, geometry, by: by.actor })
      if (!changed) throw new RequestError('CONFLICT', { field: 'version', reason: 'WALL_CHANGED' })
      return changed
    })
  }

  /** Throws NOT_FOUND. Its screens stand alone afterwards. */
  async remove(id: number, by: Acting): Promise<void> {
    const { audit, db, bus } = this.#app
    const name = this.#walls.get(id)?.name
    await transaction(db.pool, async (client) => {
      if (name === undefined || !(await removeWall(client, id)))
        throw new RequestError('NOT_FOUND', { wall: id })
      await audit.record({ ...by, action: 'wall.removed', subject: `wall:${id}`, detail: { name } }, client)
    })
    this.#walls.delete(id)
    bus.emit('screens')
  }

  async #write(
    action: string,
    by: Acting,
    wanted: Wanted & { id?: number },
    write: (client: Parameters<Parameters<typeof transaction>[1]>[0]) => Promise<WallView>,
  ): Promise<WallView> {
    const { audit, db, bus, wall } = this.#app
    const fault = faultOf(wanted.geometry)
    if (fault) throw new RequestError('BAD_REQUEST', fault)
    const written = await transaction(db.pool, async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [LOCK])
      const others = (await listWalls(this.#app.db.pool)).filter((w) => w.id !== wanted.id)
      for (const { screen } of wanted.geometry.cells) {
        if (!wall.screens.isPaired(screen)) throw new RequestError('NOT_FOUND', { field: 'cells', screen })
        const other = others.find((w) => w.geometry.cells.some((c) => c.screen === screen))
        if (other)
          throw new RequestError('CONFLICT', {
            field: 'cells',
            screen,
            reason: 'IN_ANOTHER_WALL',
            wall: other.name,
          })
      }
      const made = await write(client)
      const { rows, columns, cells } = made.geometry
      const detail = { name: made.name, rows, columns, screens: cells.map((c) => c.screen).join(' ') }
      await audit.record({ ...by, action, subject: `wall:${made.id}`, detail }, client)
      return made
    })
    this.#walls.set(written.id, written)
    bus.emit('screens')
    return written
  }
}
