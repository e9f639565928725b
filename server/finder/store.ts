import type pg from 'pg'

/** As far back as sessions are found by name. */
const MOST = 2_000

/** Sessions, newest first; of these units alone when they are named. */
export async function readSessions(
  db: pg.Pool,
  units: readonly number[] | null,
): Promise<{ id: string; title: string; openedAt: number; running: boolean }[]> {
  const { rows } = await db.query<{ id: string; title: string; opened_at: Date; running: boolean }>(
    `select s.id, s.title, s.opened_at, s.ended_at is null running from bridge_session s
     where $1::int[] is null or exists (
       select 1 from bridge_point p where p.session_id = s.id and p.unit_id = any($1) and p.revoked_at is null)
     order by s.opened_at desc limit $2`,
    [units, MOST],
  )
  return rows.map((r) => ({ id: r.id, title: r.title, openedAt: r.opened_at.getTime(), running: r.running }))
}
