import type pg from 'pg'
import type { DutyPerson, Position } from '../../shared/api/shifts.ts'
import type { Planned, ShiftPlan, ShiftRef } from '../../shared/shift.ts'

export type EndKind = 'left' | 'handed-over' | 'taken-over' | 'relieved' | 'account-ended'
/** Somebody who stands watch. Times are ms since 1970. */
export type Watch = DutyPerson & { id: number; position: string; shift: ShiftRef; since: number }

type PositionRow = {
  id: string
  code: string
  name_vi: string
  name_en: string
  seats: number
  chief: boolean
  needed: boolean
}

export async function readPositions(db: pg.Pool): Promise<Position[]> {
  const { rows } = await db.query<PositionRow>(
    'select id, code, name_vi, name_en, seats, chief, needed from duty_position where retired_at is null order by sort, id',
  )
  return rows.map(({ name_vi, name_en, ...r }) => ({ ...r, name: { vi: name_vi, en: name_en } }))
}

/** Those left out are retired; a retired one that is named again comes back. */
export async function writePositions(client: pg.ClientBase, positions: readonly Position[]): Promise<void> {
  await client.query('update duty_position set retired_at = now(), chief = false where retired_at is null')
  for (const [i, p] of positions.entries())
    await client.query(
      `insert into duty_position (id, code, name_vi, name_en, sort, seats, chief, needed) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set code = excluded.code, name_vi = excluded.name_vi, name_en = excluded.name_en,
         sort = excluded.sort, seats = excluded.seats, chief = excluded.chief, needed = excluded.needed, retired_at = null`,
      [p.id, p.code, p.name.vi, p.name.en, i + 1, p.seats, p.chief, p.needed],
    )
}

export async function readPlans(db: pg.Pool): Promise<ShiftPlan[]> {
  const { rows } = await db.query<{ from_day: string; starts: number[] }>(
    'select from_day, starts from shift_plan order by from_day',
  )
  return rows.map((r) => ({ fromDay: r.from_day, starts: r.starts }))
}

/** A plan of a day that has not begun takes the place of another for the same day. */
export async function writePlan(client: pg.ClientBase, plan: ShiftPlan, by: string): Promise<void> {
  await client.query(
    `insert into shift_plan (from_day, starts, set_by) values ($1, $2, $3)
     on conflict (from_day) do update set starts = excluded.starts, set_by = excluded.set_by, set_at = clock_timestamp()`,
    [plan.fromDay, plan.starts, by],
  )
}

type WatchRow = {
  id: string
  position_id: string
  account_id: number
  username: string
  display_name: string
  shift_day: string
  shift_no: number
  since: Date
}
/** Who stands watch now, longest first. */
export async function readWatches(db: pg.Pool | pg.ClientBase): Promise<Watch[]> {
  const { rows } = await db.query<WatchRow>(
    `select w.id, w.position_id, w.account_id, a.username, a.display_name, w.shift_day, w.shift_no, w.since
     from duty_watch w join account a on a.id = w.account_id where w.ended_at is null order by w.since, w.id`,
  )
  return rows.map((r) => ({
    id: Number(r.id),
    position: r.position_id,
    account: r.account_id,
    username: r.username,
    displayName: r.display_name,
    shift: { day: r.shift_day, no: r.shift_no },
    since: r.since.getTime(),
  }))
}

/** One change of the watch at a time. */
export const lockWatches = (client: pg.ClientBase) =>
  client.query("select pg_advisory_xact_lock(hashtext('duty_watch'))")

export async function openWatch(
  client: pg.ClientBase,
  position: string,
  account: number,
  shift: ShiftRef,
): Promise<void> {
  await client.query(
    'insert into duty_watch (position_id, account_id, shift_day, shift_no) values ($1, $2, $3, $4)',
    [position, account, shift.day, shift.no],
  )
}

export async function endWatch(
  client: pg.ClientBase,
  id: number,
  end: { kind: EndKind; by: string; reason: string | null },
): Promise<void> {
  await client.query(
    'update duty_watch set ended_at = clock_timestamp(), end_kind = $2, ended_by = $3, reason = $4 where id = $1 and ended_at is null',
    [id, end.kind, end.by, end.reason],
  )
}

/** Of those accounts: whether it may still work here, in the nation's room, and whether any browser is signed in. */
export async function readStandings(
  db: pg.Pool,
  accounts: readonly number[],
  nation: number,
): Promise<{ account: number; ended: boolean; signedIn: boolean }[]> {
  const { rows } = await db.query<{ account: number; ended: boolean; signedIn: boolean }>(
    `select a.id account, not (a.enabled and a.unit_id = $2 and a.role in ('duty', 'administrator')) ended,
       exists (select 1 from web_session s where s.account_id = a.id and s.expires_at > now()) "signedIn"
     from account a where a.id = any($1)`,
    [accounts, nation],
  )
  return rows
}

/** Everybody who may stand watch in the nation's room. */
export async function readPeople(db: pg.Pool, nation: number): Promise<DutyPerson[]> {
  const { rows } = await db.query<DutyPerson>(
    `select id account, username, display_name "displayName" from account
     where enabled and unit_id = $1 and role in ('duty', 'administrator') order by display_name, id`,
    [nation],
  )
  return rows
}

export async function readRoster(
  db: pg.Pool | pg.ClientBase,
  from: string,
  to: string,
): Promise<(Planned & DutyPerson)[]> {
  const { rows } = await db.query<Planned & DutyPerson>(
    `select r.day, r.shift_no "no", r.position_id "position", r.account_id account, a.username, a.display_name "displayName"
     from roster r join account a on a.id = r.account_id join duty_position p on p.id = r.position_id
     where r.day between $1 and $2 order by r.day, r.shift_no, p.sort, a.display_name`,
    [from, to],
  )
  return rows
}

export async function writeSlot(
  client: pg.ClientBase,
  slot: { day: string; no: number; position: string; accounts: readonly number[] },
): Promise<void> {
  const { day, no, position, accounts } = slot
  await client.query('delete from roster where day = $1 and shift_no = $2 and position_id = $3', [
    day,
    no,
    position,
  ])
  await client.query(
    'insert into roster (day, shift_no, position_id, account_id) select $1, $2, $3, unnest($4::int[])',
    [day, no, position, [...new Set(accounts)]],
  )
}
