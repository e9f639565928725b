import type pg from 'pg'
import type { WallGeometry, WallView } from '../../shared/wall.ts'

const COLUMNS = `id, name, geometry, version, (extract(epoch from updated_at) * 1000)::float8 "updatedAt"`

export async function listWalls(db: pg.Pool): Promise<WallView[]> {
  return (await db.query<WallView>(`select ${COLUMNS} from wall order by id`)).rows
}

export async function addWall(
  client: pg.ClientBase,
  wall: { name: string; geometry: WallGeometry; by: string },
): Promise<WallView> {
  const { rows } = await client.query<WallView>(
    `insert into wall (name, geometry, updated_by) values ($1, $2, $3) returning ${COLUMNS}`,
    [wall.name, JSON.stringify(wall.geometry), wall.by],
  )
  if (!rows[0]) throw new Error('no wall was written')
  return rows[0]
}

/** Null when there is no such wall of that version. */
export async function changeWall(
  client: pg.ClientBase,
  wall: { id: number; version: number; name: string; geometry: WallGeometry; by: string },
): Promise<WallView | null> {
  const { rows } = await client.query<WallView>(
    `update wall set name = $3, geometry = $4, updated_by = $5, updated_at = now(), version = version + 1
     where id = $1 and version = $2 returning ${COLUMNS}`,
    [wall.id, wall.version, wall.name, JSON.stringify(wall.geometry), wall.by],
  )
  return rows[0] ?? null
}

export async function removeWall(client: pg.ClientBase, id: number): Promise<boolean> {
  return (await client.query('delete from wall where id = $1', [id])).rowCount === 1
}
