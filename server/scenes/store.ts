import type pg from 'pg'
import type { ActView, Asked, SceneOrigin, SceneSettings, SceneVersionView } from '../../shared/api/scenes.ts'
import type { SectionTurn } from '../../shared/live.ts'
import type { Playlist } from '../../shared/playlist.ts'
import type { Scene } from '../../shared/scene.ts'

type Db = Pick<pg.ClientBase, 'query'>
const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`

/** `confirmedBy`: the second person who let it be restricted no more. */
export type StoredScene = SceneVersionView & { scene: string; document: Scene; confirmedBy: string | null }
export async function readScenes(db: Db): Promise<StoredScene[]> {
  const { rows } = await db.query<StoredScene>(
    `select scene, version, document, origin, note, by, ${ms('at')} "at",
       confirmed_by "confirmedBy" from scene_version order by scene, version`,
  )
  return rows
}
/** Throws the database's unique violation when somebody saved that version first. */
export async function insertScene(
  db: Db,
  s: Omit<StoredScene, 'at'> & { origin: SceneOrigin },
): Promise<number> {
  const { rows } = await db.query<{ at: number }>(
    `insert into scene_version (scene, version, document, origin, note, by, confirmed_by)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${ms('at')} "at"`,
    [s.scene, s.version, JSON.stringify(s.document), s.origin, s.note, s.by, s.confirmedBy],
  )
  return rows[0]?.at ?? 0
}

export type StoredPlaylist = {
  playlist: string
  version: number
  document: Playlist | null
  by: string
  at: number
  /** Restricted scenes that a second person let it show. */
  agreed: string[]
}
/** The newest version of each, taken away ones too. */
export async function readPlaylists(db: Db): Promise<StoredPlaylist[]> {
  const { rows } = await db.query<StoredPlaylist>(
    `select distinct on (playlist) playlist, version, document, by, ${ms('at')} "at", agreed
     from playlist_version
     order by playlist, version desc`,
  )
  return rows
}
export const insertPlaylist = (db: Db, p: Omit<StoredPlaylist, 'at'>) =>
  db.query(
    'insert into playlist_version (playlist, version, document, by, agreed) values ($1, $2, $3, $4, $5)',
    [...[p.playlist, p.version, p.document && JSON.stringify(p.document), p.by, p.agreed]],
  )

export async function readSettings(db: Db): Promise<{ version: number; document: SceneSettings } | null> {
  const { rows } = await db.query<{ version: number; document: SceneSettings }>(
    'select version, document from scene_setting order by version desc limit 1',
  )
  return rows[0] ?? null
}
export const insertSettings = (db: Db, version: number, document: SceneSettings, by: string) =>
  db.query('insert into scene_setting (version, document, by) values ($1, $2, $3)', [
    ...[version, JSON.stringify(document), by],
  ])

export type NewAct = {
  actor: string
  kind: string
  target: unknown
  scene: string | null
  version: number | null
  cause: string | null
  detail: Record<string, unknown>
}
export async function insertAct(db: Db, a: NewAct): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into scene_act (actor, kind, target, scene, version, cause, detail)
     values ($1, $2, $3, $4, $5, $6, $7) returning id::text`,
    [a.actor, a.kind, JSON.stringify(a.target), a.scene, a.version, a.cause, JSON.stringify(a.detail)],
  )
  return rows[0]?.id ?? ''
}
/** `at` null: it did not answer in time; `turn`: where the sections of a held one stand; `otherwise`: it stands on something else than was asked for. */
export const insertAnswers = (
  db: Db,
  act: string,
  answers: readonly {
    screen: number
    at: number | null
    away: boolean
    turn: SectionTurn | null
    otherwise: boolean
  }[],
) =>
  db.query(
    `insert into scene_act_answer (act_id, screen_id, answered_at, away, turn, otherwise)
     select $1, x.screen, to_timestamp(x.at / 1000.0), x.away, x.turn, x.otherwise
     from jsonb_to_recordset($2::jsonb)
       as x (screen integer, at float8, away boolean, turn jsonb, otherwise boolean)`,
    [act, JSON.stringify(answers)],
  )
export type StoredAct = Omit<ActView, 'answers'>
const ACT = `id::text, ${ms('at')} "at", actor, kind, target, scene, version, cause, detail`
export async function readActs(db: Db, limit: number): Promise<ActView[]> {
  const { rows } = await db.query<ActView>(
    `select ${ACT}, coalesce(
       (select json_agg(json_build_object('screen', s.id, 'name', s.name, 'away', r.away, 'otherwise', r.otherwise,
          'ms', round(extract(epoch from r.answered_at - scene_act.at) * 1000)) order by s.id)
        from scene_act_answer r join screen s on s.id = r.screen_id where r.act_id = scene_act.id), '[]') "answers"
     from scene_act order by scene_act.id desc limit $1`,
    [limit],
  )
  return rows
}
/**
 * The newest act by hand of each target, the steps of held screens since, and the newest act of each cause: what still holds
 * after a start.
 */
export async function readStanding(db: Db): Promise<StoredAct[]> {
  const { rows } = await db.query<StoredAct>(
    `with newest as (
       select distinct on (target) * from scene_act
       where kind in ('show', 'pin', 'release') order by target, scene_act.id desc
     ), stepped as (
       select id, at, actor, kind, target, scene, version, cause, detail || jsonb_build_object('turns', coalesce(
         (select jsonb_object_agg(r.screen_id, r.turn) from scene_act_answer r
           where r.act_id = scene_act.id and r.turn is not null), '{}')) detail
       from scene_act
       where kind = 'next' and jsonb_array_length(coalesce(detail -> 'holds', '[]')) > 0
         and id > (select min(id) from newest where kind = 'pin')
     )
     (select ${ACT} from newest) union all (select ${ACT} from stepped) union all
     (select distinct on (cause) ${ACT} from scene_act where cause is not null order by cause, scene_act.id desc)`,
  )
  return rows
}

export type StoredRequest = {
  id: string
  act: Asked
  askedBy: number
  username: string
  name: string
  at: number
  expiresAt: number
  decided: boolean
}
const REQUEST = `select r.id, r.act, r.asked_by "askedBy", a.username, a.display_name "name", ${ms('r.asked_at')} "at",
   ${ms('r.expires_at')} "expiresAt", d.request_id is not null "decided"
  from scene_request r join account a on a.id = r.asked_by left join scene_decision d on d.request_id = r.id`
export async function openRequests(db: Db): Promise<StoredRequest[]> {
  const { rows } = await db.query<StoredRequest>(
    `${REQUEST} where d.request_id is null and r.expires_at > clock_timestamp() order by r.asked_at`,
  )
  return rows
}
export async function readRequest(db: Db, id: string): Promise<StoredRequest | null> {
  const { rows } = await db.query<StoredRequest>(`${REQUEST} where r.id = $1`, [id])
  return rows[0] ?? null
}
export const insertRequest = (db: Db, r: { id: string; act: Asked; askedBy: number; expiresAt: number }) =>
  db.query(
    'insert into scene_request (id, act, asked_by, expires_at) values ($1, $2, $3, to_timestamp($4))',
    [...[r.id, JSON.stringify(r.act), r.askedBy, r.expiresAt / 1000]],
  )
/**
 * Those that ran out by then (ms) and that nobody decided, each once. One whose answer is just being written is left for the
 * next look. In a transaction: whoever decides waits for it.
 */
export async function insertLapses(client: pg.PoolClient, until: number): Promise<StoredRequest[]> {
  const waiting = `r.expires_at <= to_timestamp($1)
    and not exists (select from scene_decision d where d.request_id = r.id)
    and not exists (select from scene_lapse l where l.request_id = r.id)`
  // Asked once more under the lock: what was decided before it came is seen only by another question.
  const locked = await client.query<{ id: string }>(
    `select r.id from scene_request r where ${waiting} for update skip locked`,
    [until / 1000],
  )
  const { rows } = await client.query<{ id: string }>(
    `insert into scene_lapse (request_id) select r.id from scene_request r where ${waiting} and r.id = any($2)
     on conflict do nothing returning request_id "id"`,
    [until / 1000, locked.rows.map((r) => r.id)],
  )
  const lapsed = await client.query<StoredRequest>(`${REQUEST} where r.id = any($1) order by r.expires_at`, [
    rows.map((r) => r.id),
  ])
  return lapsed.rows
}
/** When the next of those that wait runs out (ms); null: none waits. */
export async function nextExpiry(db: Db): Promise<number | null> {
  const { rows } = await db.query<{ at: number | null }>(
    `select ${ms('min(r.expires_at)')} "at" from scene_request r
     where not exists (select from scene_decision d where d.request_id = r.id)
       and not exists (select from scene_lapse l where l.request_id = r.id)`,
  )
  return rows[0]?.at ?? null
}
/** False when it was decided already, or is on record as run out. In a transaction, so that only one of the two is. */
export async function insertDecision(
  client: pg.ClientBase,
  id: string,
  confirmed: boolean,
  by: number,
): Promise<boolean> {
  await client.query('select from scene_request where id = $1 for update', [id])
  const { rowCount } = await client.query(
    `insert into scene_decision (request_id, confirmed, by) select $1::text, $2::boolean, $3::integer
     where not exists (select from scene_lapse where request_id = $1::text) on conflict do nothing`,
    [id, confirmed, by],
  )
  return rowCount === 1
}
