import type pg from 'pg'
import type { EventView } from '../../shared/api/bridge.ts'
import type { BridgeDriver } from '../../shared/live.ts'
import { QUIET_ROOM, type RoomState } from '../../shared/room.ts'
import type { PointState } from '../../shared/vocabulary.ts'

export type SessionRecord = {
  id: string
  title: string
  driver: BridgeDriver
  chairAccountId: number
  chairName: string
  openedAt: number
  endedAt: number | null
  spotlight: string | null
  spotlightAt: number | null
  floor: string | null
  floorSince: number | null
  floorUntil: number | null
  lobby: boolean
  item: number | null
  room: RoomState
}
export type PointRecord = {
  id: string
  sessionId: string
  unitId: number
  role: 'chair' | 'point'
  state: PointState
  since: number
  tokenHash: string | null
  device: string | null
  invitedAt: number
  joinedAt: number | null
  leftAt: number | null
  revokedAt: number | null
  muted: boolean
  hand: number | null
  admittedAt: number | null
}
export type NewEvent = {
  session: string
  at: number
  actor: string
  kind: string
  point: string | null
  detail: Record<string, unknown>
}
/** A pool or the client of a transaction. */
type Asker = Pick<pg.Pool, 'query'>

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`
const instant = (n: number | null) => (n === null ? null : new Date(n))

const SESSIONS = `select s.id, s.title, s.driver, s.chair_account_id "chairAccountId", a.display_name "chairName",
  ${ms('s.opened_at')} "openedAt", ${ms('s.ended_at')} "endedAt",
  s.spotlight_point "spotlight", ${ms('s.spotlight_at')} "spotlightAt",
  s.floor_point "floor", ${ms('s.floor_since')} "floorSince", ${ms('s.floor_until')} "floorUntil",
  s.lobby, s.agenda_item "item", s.room
  from bridge_session s join account a on a.id = s.chair_account_id`
const POINTS = `select id, session_id "sessionId", unit_id "unitId", role, state, ${ms('state_since')} "since",
  encode(token_hash, 'hex') "tokenHash", bound_device "device", ${ms('invited_at')} "invitedAt",
  ${ms('joined_at')} "joinedAt", ${ms('left_at')} "leftAt", ${ms('revoked_at')} "revokedAt", muted, ${ms('hand_at')} "hand",
  ${ms('admitted_at')} "admittedAt"
  from bridge_point`

/** Sessions that have not ended, or the given ones, with all their points (revoked ones too). */
export async function readSessions(
  db: Asker,
  ids: string[] | null,
): Promise<{ sessions: SessionRecord[]; points: PointRecord[] }> {
  const sessions = ids
    ? await db.query<SessionRecord>(`${SESSIONS} where s.id = any($1)`, [ids])
    : await db.query<SessionRecord>(`${SESSIONS} where s.ended_at is null order by s.opened_at`)
  const points = await db.query<PointRecord>(`${POINTS} where session_id = any($1) order by role, n`, [
    sessions.rows.map((s) => s.id),
  ])
  // A session opened before a part of this existed has its quiet beginning.
  return {
    sessions: sessions.rows.map((s) => ({ ...s, room: { ...QUIET_ROOM, ...s.room } })),
    points: points.rows,
  }
}

/** Ids of the newest ended sessions. */
export async function readEnded(db: Asker, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    'select id from bridge_session where ended_at is not null order by ended_at desc limit $1',
    [limit],
  )
  return rows.map((r) => r.id)
}

export async function insertSession(db: Asker, s: SessionRecord): Promise<void> {
  await db.query(
    'insert into bridge_session (id, title, driver, chair_account_id, opened_at, lobby) values ($1, $2, $3, $4, $5, $6)',
    [s.id, s.title, s.driver, s.chairAccountId, instant(s.openedAt), s.lobby],
  )
}

export async function updateSession(db: Asker, s: SessionRecord): Promise<void> {
  await db.query(
    `update bridge_session set chair_account_id = $2, ended_at = $3, spotlight_point = $4, spotlight_at = $5,
       driver = $6, floor_point = $7, floor_since = $8, floor_until = $9, lobby = $10,
       agenda_item = $11, room = $12 where id = $1`,
    [
      s.id,
      s.chairAccountId,
      instant(s.endedAt),
      s.spotlight,
      instant(s.spotlightAt),
      s.driver,
      s.floor,
      instant(s.floorSince),
      instant(s.floorUntil),
      s.lobby,
      s.item,
      JSON.stringify({ ...s.room, tour: null }),
    ],
  )
}

/** Writes the point as it is now, new or known. */
export async function savePoint(
  db: Asker,
  sessionId: string,
  p: Omit<PointRecord, 'sessionId'>,
): Promise<void> {
  await db.query(
    `insert into bridge_point (id, session_id, unit_id, role, state, state_since, token_hash, bound_device,
       invited_at, joined_at, left_at, revoked_at, muted, hand_at,
       admitted_at)
     values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (id) do update set state = excluded.state, state_since = excluded.state_since,
       token_hash = excluded.token_hash, bound_device = excluded.bound_device, joined_at = excluded.joined_at,
       left_at = excluded.left_at, revoked_at = excluded.revoked_at, muted = excluded.muted,
       hand_at = excluded.hand_at, admitted_at = excluded.admitted_at,
       unit_id = excluded.unit_id`,
    [
      p.id,
      sessionId,
      p.unitId,
      p.role,
      p.state,
      instant(p.since),
      p.tokenHash,
      p.device,
      instant(p.invitedAt),
      instant(p.joinedAt),
      instant(p.leftAt),
      instant(p.revokedAt),
      p.muted,
      instant(p.hand),
      instant(p.admittedAt),
    ],
  )
}

export async function insertEvent(db: Asker, e: NewEvent): Promise<void> {
  await db.query(
    'insert into bridge_event (session_id, at, actor, kind, point_id, detail) values ($1, $2, $3, $4, $5, $6)',
    [e.session, instant(e.at), e.actor, e.kind, e.point, JSON.stringify(e.detail)],
  )
}

/** Oldest first, at most 5000. */
export async function readEvents(db: Asker, session: string): Promise<EventView[]> {
  const { rows } = await db.query<EventView>(
    `select ${ms('at')} "at", actor, kind, point_id "point", detail from bridge_event
     where session_id = $1 order by at, id limit 5000`,
    [session],
  )
  return rows
}

/** Whose invitation a token is: also of ended sessions and revoked points, to say so. */
export async function findInvitation(
  db: Asker,
  tokenHash: string,
): Promise<{ session: string; point: string } | null> {
  const { rows } = await db.query<{ session: string; point: string }>(
    `select session_id "session", id "point" from bridge_point where token_hash = decode($1, 'hex')`,
    [tokenHash],
  )
  return rows[0] ?? null
}
