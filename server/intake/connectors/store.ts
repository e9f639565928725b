import type pg from 'pg'
import type { ConnectorSettings, SettingsView } from '../../../shared/api/connectors.ts'
import type { Newest } from '../../versions.ts'

type Queryable = Pick<pg.ClientBase, 'query'>
export type Settings = { version: number; settings: ConnectorSettings }
/** How far a source was fetched. `url` and `reading`: what the validators belong to. Times in ms. */
export type Bookmark = {
  url?: string
  reading?: string
  etag?: string
  lastModified?: string
  base?: string
  cursor?: string
  contactAt?: number
  deliveryAt?: number
}

/** Each connection's newest settings. */
export async function readSettings(db: Queryable): Promise<Map<string, Settings>> {
  const { rows } = await db.query<{ id: string } & Settings>(
    `select distinct on (connection_id) connection_id as id, version, settings
     from connection_settings order by connection_id, version desc`,
  )
  return new Map(rows.map(({ id, version, settings }) => [id, { version, settings: named(settings) }]))
}

/** Those of before there was another connector do not say which they are. */
const named = (settings: ConnectorSettings): ConnectorSettings =>
  'kind' in settings ? settings : Object.assign(settings, { kind: 'http-pull' as const })

/** The newest settings of a connection; nobody else writes any until the transaction ends. */
export async function lockNewest(db: Queryable, id: string): Promise<(Settings & Newest) | undefined> {
  // Two at once wait for each other: the second finds the version of the first.
  await db.query('select from connection where id = $1 for no key update', [id])
  const { rows } = await db.query<Settings & Newest>(
    `select version, settings, created_by as by from connection_settings
     where connection_id = $1 order by version desc limit 1`,
    [id],
  )
  return rows[0] && { ...rows[0], settings: named(rows[0].settings) }
}

/** Settings are never edited: each is the next version. */
export async function insertSettings(db: Queryable, id: string, { version, settings }: Settings, by: string) {
  await db.query(
    'insert into connection_settings (connection_id, version, settings, created_by) values ($1, $2, $3, $4)',
    [id, version, JSON.stringify(settings), by],
  )
}

/** Newest first. */
export async function settingsVersions(db: Queryable, id: string): Promise<SettingsView['versions']> {
  const { rows } = await db.query<SettingsView['versions'][number]>(
    `select version, settings, created_by as "createdBy",
       floor(extract(epoch from created_at) * 1000)::float8 as "createdAt"
     from connection_settings where connection_id = $1 order by version desc limit 200`,
    [id],
  )
  return rows.map((v) => ({ ...v, settings: named(v.settings) }))
}

export async function writeSecret(db: Queryable, id: string, name: string, sealed: Buffer, by: string) {
  await db.query(
    `insert into connection_secret (connection_id, name, sealed, set_by) values ($1, $2, $3, $4)
     on conflict (connection_id, name) do update set sealed = excluded.sealed, set_at = now(), set_by = excluded.set_by`,
    [id, name, sealed, by],
  )
}

/** What no header needs any more is not kept. */
export async function dropSecrets(db: Queryable, id: string, keep: string[]): Promise<void> {
  await db.query('delete from connection_secret where connection_id = $1 and name <> all($2::text[])', [
    id,
    keep,
  ])
}

export async function readSecrets(db: Queryable, id: string) {
  const { rows } = await db.query<{ name: string; sealed: Buffer; setAt: number }>(
    `select name, sealed, floor(extract(epoch from set_at) * 1000)::float8 as "setAt"
     from connection_secret where connection_id = $1 order by name`,
    [id],
  )
  return rows
}

export async function readBookmark(db: Queryable, id: string): Promise<Bookmark> {
  const { rows } = await db.query<{ bookmark: Bookmark }>(
    'select bookmark from connection_bookmark where connection_id = $1',
    [id],
  )
  return rows[0]?.bookmark ?? {}
}

export async function writeBookmark(db: Queryable, id: string, bookmark: Bookmark): Promise<void> {
  await db.query(
    `insert into connection_bookmark (connection_id, bookmark) values ($1, $2)
     on conflict (connection_id) do update set bookmark = excluded.bookmark, at = now()`,
    [id, JSON.stringify(bookmark)],
  )
}
