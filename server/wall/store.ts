import type pg from 'pg'
import type { ScreenOverlay } from '../../shared/wall.ts'

export type StoredScreen = {
  id: number
  name: string
  approvedBy: string | null
  createdAt: number
  revokedAt: number | null
  lastSeenAt: number | null
  group: string | null
  overlay: ScreenOverlay
}

const COLUMNS = `id, name, approved_by "approvedBy",
  (extract(epoch from created_at) * 1000)::float8 "createdAt",
  (extract(epoch from revoked_at) * 1000)::float8 "revokedAt",
  (extract(epoch from last_seen_at) * 1000)::float8 "lastSeenAt",
  group_name "group", overlay`

export async function listScreens(db: pg.Pool): Promise<StoredScreen[]> {
  return (await db.query<StoredScreen>(`select ${COLUMNS} from screen order by id`)).rows
}

export async function addScreen(
  client: pg.ClientBase,
  screen: { name: string; hash: Buffer; by: string },
): Promise<StoredScreen> {
  const { rows } = await client.query<StoredScreen>(
    `insert into screen (name, token_hash, approved_by) values ($1, $2, $3) returning ${COLUMNS}`,
    [screen.name, screen.hash, screen.by],
  )
  if (!rows[0]) throw new Error('no screen was written')
  return rows[0]
}

/** Null when there is no such screen in use. The hash goes: the token never opens anything again. */
export async function revokeScreen(client: pg.ClientBase, id: number): Promise<StoredScreen | null> {
  const { rows } = await client.query<StoredScreen>(
    `update screen set revoked_at = now(), token_hash = null, next_hash = null, device_hash = null where id = $1 and revoked_at is null returning ${COLUMNS}`,
    [id],
  )
  return rows[0] ?? null
}

export async function renameScreen(
  client: pg.ClientBase,
  id: number,
  name: string,
): Promise<{ before: string; screen: StoredScreen } | null> {
  const old = await client.query<{ name: string }>(
    'select name from screen where id = $1 and revoked_at is null for update',
    [id],
  )
  const before = old.rows[0]?.name
  if (before === undefined) return null
  const { rows } = await client.query<StoredScreen>(
    `update screen set name = $2 where id = $1 returning ${COLUMNS}`,
    [id, name],
  )
  return rows[0] ? { before, screen: rows[0] } : null
}

/** Null when there is no such screen in use. */
export async function groupScreen(
  client: pg.ClientBase,
  id: number,
  group: string | null,
): Promise<StoredScreen | null> {
  const { rows } = await client.query<StoredScreen>(
    `update screen set group_name = $2 where id = $1 and revoked_at is null returning ${COLUMNS}`,
    [id, group],
  )
  return rows[0] ?? null
}

/** The same screen under another token, for another page or another machine. Null when there is no such screen. */
export async function repairScreen(
  client: pg.ClientBase,
  screen: { id: number; hash: Buffer; by: string },
): Promise<StoredScreen | null> {
  const { rows } = await client.query<StoredScreen>(
    `update screen set token_hash = $2, next_hash = null, device_hash = null, token_set_at = now(),
       approved_by = $3, revoked_at = null where id = $1 returning ${COLUMNS}`,
    [screen.id, screen.hash, screen.by],
  )
  return rows[0] ?? null
}

export async function seen(db: pg.Pool, ids: number[]): Promise<void> {
  await db.query('update screen set last_seen_at = now() where id = any($1::int[]) and revoked_at is null', [
    ids,
  ])
}

export async function addLink(client: pg.ClientBase, hash: Buffer, hours: number): Promise<void> {
  await client.query(
    "insert into one_time_link (token_hash, purpose, expires_at) values ($1, 'screen', now() + make_interval(hours => $2))",
    [hash, hours],
  )
}

/** Whether the link held; it never holds twice. */
export async function spendLink(client: pg.ClientBase, hash: Buffer): Promise<boolean> {
  const { rowCount } = await client.query(
    "update one_time_link set used_at = now() where token_hash = $1 and purpose = 'screen' and used_at is null and expires_at > now()",
    [hash],
  )
  return rowCount === 1
}
