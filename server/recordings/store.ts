import type pg from 'pg'

type Db = Pick<pg.ClientBase, 'query'>
export type StopReason = 'stopped' | 'ended' | 'interrupted'
/** Times in ms, hashes in hex. */
export type Recording = {
  id: string
  session: string
  mime: string
  startedAt: number
  startedById: number
  startedBy: string
  chunks: number
  bytes: number
  lastHash: string | null
  lastAt: number
  stoppedAt: number | null
  stopReason: StopReason | null
  sha256: string | null
  deletedAt: number | null
  deleteReason: string | null
  watched: { by: string; at: number }[]
}

const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`
const RECORDING = `select r.id, r.session_id "session", r.mime, ${ms('r.started_at')} "startedAt", r.started_by "startedById",
    a.display_name "startedBy", r.chunks, r.bytes::float8 "bytes", encode(r.last_hash, 'hex') "lastHash",
    ${ms('r.last_at')} "lastAt", ${ms('r.stopped_at')} "stoppedAt", r.stop_reason "stopReason",
    encode(r.sha256, 'hex') "sha256", ${ms('r.deleted_at')} "deletedAt", r.delete_reason "deleteReason",
    (select coalesce(json_agg(json_build_object('by', p.display_name, 'at', ${ms('w.at')}) order by w.at desc), '[]')
     from (select * from recording_watched where recording_id = r.id order by at desc limit 50) w
     join account p on p.id = w.account_id) watched
  from recording r join account a on a.id = r.started_by`

export async function readRecording(db: Db, id: string, lock = false): Promise<Recording | null> {
  if (lock) await db.query('select from recording where id = $1 for update', [id])
  return (await db.query<Recording>(`${RECORDING} where r.id = $1`, [id])).rows[0] ?? null
}

export const readRecordings = async (db: Db, session: string): Promise<Recording[]> =>
  (await db.query<Recording>(`${RECORDING} where r.session_id = $1 order by r.started_at`, [session])).rows

export const readRunning = async (db: Db): Promise<Recording[]> =>
  (await db.query<Recording>(`${RECORDING} where r.stopped_at is null`)).rows

/** Those whose time is over. */
export const readExpired = async (db: Db, before: number): Promise<Recording[]> =>
  (
    await db.query<Recording>(
      `${RECORDING} where r.stopped_at < $1 and r.deleted_at is null order by r.stopped_at limit 100`,
      [new Date(before)],
    )
  ).rows

export const insertRecording = (db: Db, r: { id: string; session: string; mime: string; by: number }) =>
  db.query('insert into recording (id, session_id, mime, started_by) values ($1, $2, $3, $4)', [
    ...[r.id, r.session, r.mime, r.by],
  ])

export const addChunk = (db: Db, id: string, bytes: number, hash: Buffer) =>
  db.query(
    `update recording set chunks = chunks + 1, bytes = bytes + $2, last_hash = $3, last_at = clock_timestamp()
     where id = $1`,
    [id, bytes, hash],
  )

export const stopRecording = (
  db: Db,
  id: string,
  stop: { by: number | null; reason: StopReason; sha256: Buffer },
) =>
  db.query(
    `update recording set stopped_at = clock_timestamp(), stopped_by = $2, stop_reason = $3, sha256 = $4
     where id = $1 and stopped_at is null`,
    [id, stop.by, stop.reason, stop.sha256],
  )

export const deleteRecording = (db: Db, id: string, by: number | null, reason: string) =>
  db.query(
    `update recording set deleted_at = clock_timestamp(), deleted_by = $2, delete_reason = $3
     where id = $1 and deleted_at is null`,
    [id, by, reason],
  )

export const insertWatched = (db: Db, id: string, account: number) =>
  db.query('insert into recording_watched (recording_id, account_id) values ($1, $2)', [id, account])
