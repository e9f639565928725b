import type pg from 'pg'
import type { RecordingFault } from '../../shared/api/recordings.ts'

type Db = Pick<pg.ClientBase, 'query'>
export type StopReason = 'stopped' | 'ended' | 'interrupted' | 'failed'
export type Maker = 'page' | 'egress'
export type Fault = { code: RecordingFault; detail: string | null }
/** Times in ms, hashes in hex. */
export type Recording = {
  id: string
  session: string
  mime: string
  maker: Maker
  /** As the media server calls it, and what it last said of it. */
  egressId: string | null
  egressState: string | null
  awaited: boolean
  pictureAt: number | null
  fault: RecordingFault | null
  faultDetail: string | null
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
    a.display_name "startedBy", r.maker, r.egress_id "egressId", r.egress_state "egressState", r.awaited,
    ${ms('r.picture_at')} "pictureAt", r.fault,
    r.fault_detail "faultDetail", r.chunks, r.bytes::float8 "bytes", encode(r.last_hash, 'hex') "lastHash",
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

/** Those whose file is with the egress service: they run, or it is not yet fetched. */
export const readWithEgress = async (db: Db): Promise<Recording[]> =>
  (await db.query<Recording>(`${RECORDING} where r.maker = 'egress' and (r.stopped_at is null or r.awaited)`))
    .rows

/** By the media server's name of it, or by its own when that is not yet known. */
export const readByEgress = async (db: Db, egress: string, id: string): Promise<Recording | null> =>
  (
    await db.query<Recording>(`${RECORDING} where r.egress_id = $1 or (r.id = $2 and r.egress_id is null)`, [
      egress,
      id,
    ])
  ).rows[0] ?? null

/** Those whose time is over. */
export const readExpired = async (db: Db, before: number): Promise<Recording[]> =>
  (
    await db.query<Recording>(
      `${RECORDING} where r.stopped_at < $1 and r.deleted_at is null and not r.awaited order by r.stopped_at limit 100`,
      [new Date(before)],
    )
  ).rows

type NewRecording = { id: string; session: string; mime: string; maker: Maker; by: number }
export const insertRecording = (db: Db, r: NewRecording) =>
  db.query('insert into recording (id, session_id, mime, maker, started_by) values ($1, $2, $3, $4, $5)', [
    ...[r.id, r.session, r.mime, r.maker, r.by],
  ])

/** The page makes it instead. */
export const giveToPage = (db: Db, id: string, mime: string, fault: Fault) =>
  db.query(
    `update recording set maker = 'page', mime = $2, fault = $3, fault_detail = $4, last_at = clock_timestamp()
     where id = $1`,
    [id, mime, fault.code, fault.detail],
  )

/** What the media server said of it. */
export const setEgress = (db: Db, id: string, egress: string, state: string) =>
  db.query(
    `update recording set egress_id = $2, egress_state = $3, last_at = clock_timestamp() where id = $1`,
    [id, egress, state],
  )

export const setPictureAt = (db: Db, id: string, at: number) =>
  db.query('update recording set picture_at = $2 where id = $1', [id, new Date(at)])

/** Its file at the egress service has grown. */
export const grew = (db: Db, id: string, bytes: number) =>
  db.query(`update recording set bytes = $2, last_at = clock_timestamp() where id = $1`, [id, bytes])

/** Its file is with us, or there is none. A fault that was said before stands. */
export const collected = (
  db: Db,
  id: string,
  file: { bytes: number; sha256: Buffer | null; fault: Fault | null },
) =>
  db.query(
    `update recording set awaited = false, bytes = $2, sha256 = $3, fault = coalesce(fault, $4),
       fault_detail = case when fault is null then $5 else fault_detail end,
       stop_reason = case when $3::bytea is null then 'failed' else stop_reason end
     where id = $1 and awaited`,
    [id, file.bytes, file.sha256, file.fault?.code ?? null, file.fault?.detail ?? null],
  )

export const addChunk = (db: Db, id: string, bytes: number, hash: Buffer) =>
  db.query(
    `update recording set chunks = chunks + 1, bytes = bytes + $2, last_hash = $3, last_at = clock_timestamp()
     where id = $1`,
    [id, bytes, hash],
  )

type Stop = { by: number | null; reason: StopReason; sha256: Buffer | null; fault?: Fault | null }
/** One without its hash is still with whoever makes it. */
export const stopRecording = (db: Db, id: string, stop: Stop) =>
  db.query(
    `update recording set stopped_at = clock_timestamp(), stopped_by = $2, stop_reason = $3, sha256 = $4,
       awaited = $4::bytea is null, fault = coalesce(fault, $5),
       fault_detail = case when fault is null then $6 else fault_detail end, last_at = clock_timestamp()
     where id = $1 and stopped_at is null`,
    [id, stop.by, stop.reason, stop.sha256, stop.fault?.code ?? null, stop.fault?.detail ?? null],
  )

/** One that was taken for lost runs again; false when it is none such. Rejects (23505) while another of its session runs. */
export const resumeRecording = async (db: Db, id: string): Promise<boolean> =>
  ((
    await db.query(
      `update recording set stopped_at = null, stopped_by = null, stop_reason = null, sha256 = null,
         last_at = clock_timestamp()
       where id = $1 and stop_reason = 'interrupted' and maker = 'page' and deleted_at is null`,
      [id],
    )
  ).rowCount ?? 0) > 0

export const deleteRecording = (db: Db, id: string, by: number | null, reason: string) =>
  db.query(
    `update recording set deleted_at = clock_timestamp(), deleted_by = $2, delete_reason = $3
     where id = $1 and deleted_at is null`,
    [id, by, reason],
  )

export const insertWatched = (db: Db, id: string, account: number) =>
  db.query('insert into recording_watched (recording_id, account_id) values ($1, $2)', [id, account])
