import type pg from 'pg'
import type { Delegate } from '../../../shared/api/bookings.ts'
import type { Technician } from '../../../shared/api/contacts.ts'

export type BookingPoint = {
  unitId: number
  attends: boolean | null
  delegates: Delegate[]
  note: string | null
  technician: Technician | null
  answeredBy: string | null
  answeredAt: number | null
}
export type BookingItem = {
  title: string
  unitId: number | null
  minutes: number | null
  indicators: string[]
}
/** Times in ms. Points by unit id, items in the order of the agenda. */
export type Booking = {
  id: string
  title: string
  startsAt: number
  minutes: number
  template: string | null
  lobby: boolean
  chairId: number
  chairName: string
  chairUnitId: number
  createdBy: string
  createdById: number
  createdAt: number
  cancelledAt: number | null
  cancelReason: string | null
  session: string | null
  points: BookingPoint[]
  items: BookingItem[]
}
type Db = Pick<pg.ClientBase, 'query'>

const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`
const BOOKING = `select b.id, b.title, ${ms('b.starts_at')} "startsAt", b.minutes, b.template, b.lobby,
    b.chair_account_id "chairId", c.display_name "chairName", c.unit_id "chairUnitId", m.display_name "createdBy",
    b.created_by "createdById", ${ms('b.created_at')} "createdAt", ${ms('b.cancelled_at')} "cancelledAt",
    b.cancel_reason "cancelReason", b.session_id "session",
    (select json_agg(json_build_object('unitId', p.unit_id, 'attends', p.attends, 'delegates', p.delegates,
       'note', p.note, 'technician', p.technician, 'answeredBy', a.display_name, 'answeredAt', ${ms('p.answered_at')}) order by p.unit_id)
     from booking_point p left join account a on a.id = p.answered_by where p.booking_id = b.id) points,
    (select coalesce(json_agg(json_build_object('title', i.title, 'unitId', i.unit_id, 'minutes', i.minutes,
       'indicators', i.indicators) order by i.n), '[]') from booking_item i where i.booking_id = b.id) items
  from booking b join account c on c.id = b.chair_account_id join account m on m.id = b.created_by`

export async function readBooking(db: Db, id: string): Promise<Booking | null> {
  return (await db.query<Booking>(`${BOOKING} where b.id = $1`, [id])).rows[0] ?? null
}

export async function bookingOfSession(db: Db, session: string): Promise<Booking | null> {
  return (await db.query<Booking>(`${BOOKING} where b.session_id = $1`, [session])).rows[0] ?? null
}

/** Those that were not opened and not called off, from a day before `now` on, the next first. */
export async function readComing(db: Db, now: number): Promise<Booking[]> {
  const { rows } = await db.query<Booking>(
    `${BOOKING} where b.session_id is null and b.cancelled_at is null and b.starts_at > $1
     order by b.starts_at, b.id limit 500`,
    [new Date(now - 86_400_000)],
  )
  return rows
}

/** Others whose hours lie across these. */
export async function readOverlapping(
  db: Db,
  hours: { startsAt: number; minutes: number },
  except: string | null,
): Promise<Booking[]> {
  const { rows } = await db.query<Booking>(
    `${BOOKING} left join bridge_session s on s.id = b.session_id
     where b.cancelled_at is null and s.ended_at is null and b.id is distinct from $3
       and b.starts_at < $1::timestamptz + make_interval(mins => $2)
       and b.starts_at + make_interval(mins => b.minutes) > $1::timestamptz order by b.starts_at`,
    [new Date(hours.startsAt), hours.minutes, except],
  )
  return rows
}

/** Takes the row for this transaction, so that two acts on one booking come one after the other. */
export async function lockBooking(db: Db, id: string): Promise<Booking | null> {
  await db.query('select 1 from booking where id = $1 for update', [id])
  return readBooking(db, id)
}

export type NewBooking = Pick<
  Booking,
  'id' | 'title' | 'startsAt' | 'minutes' | 'template' | 'lobby' | 'chairId'
> & {
  units: number[]
  items: BookingItem[]
}

export async function insertBooking(db: Db, b: NewBooking, by: number): Promise<void> {
  await db.query(
    `insert into booking (id, title, starts_at, minutes, template, lobby, chair_account_id, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [b.id, b.title, new Date(b.startsAt), b.minutes, b.template, b.lobby, b.chairId, by],
  )
  await writeParts(db, b)
}

/** What was answered stays for every unit that is still asked. */
export async function updateBooking(db: Db, b: NewBooking): Promise<void> {
  await db.query(
    `update booking set title = $2, starts_at = $3, minutes = $4, template = $5, lobby = $6, chair_account_id = $7
     where id = $1`,
    [b.id, b.title, new Date(b.startsAt), b.minutes, b.template, b.lobby, b.chairId],
  )
  await db.query('delete from booking_point where booking_id = $1 and unit_id <> all($2)', [b.id, b.units])
  await db.query('delete from booking_item where booking_id = $1', [b.id])
  await writeParts(db, b)
}

async function writeParts(db: Db, b: NewBooking): Promise<void> {
  await db.query(
    `insert into booking_point (booking_id, unit_id) select $1, unnest($2::int[]) on conflict do nothing`,
    [b.id, b.units],
  )
  for (const [n, item] of b.items.entries())
    await db.query(
      `insert into booking_item (booking_id, n, title, unit_id, minutes, indicators) values ($1, $2, $3, $4, $5, $6)`,
      [b.id, n, item.title, item.unitId, item.minutes, item.indicators],
    )
}

export async function answerBooking(
  db: Db,
  id: string,
  unitId: number,
  answer: {
    attends: boolean
    delegates: Delegate[]
    note: string | null
    /** Undefined: as it was told before. */
    technician: Technician | null | undefined
    by: number
  },
): Promise<void> {
  await db.query(
    `update booking_point set attends = $3, delegates = $4, note = $5, answered_by = $6, answered_at = clock_timestamp(),
       technician = case when $7 then $8::jsonb else technician end
     where booking_id = $1 and unit_id = $2`,
    [
      id,
      unitId,
      answer.attends,
      JSON.stringify(answer.delegates),
      answer.note,
      answer.by,
      answer.technician !== undefined,
      answer.technician ? JSON.stringify(answer.technician) : null,
    ],
  )
}

export async function cancelBooking(db: Db, id: string, reason: string): Promise<void> {
  await db.query('update booking set cancelled_at = clock_timestamp(), cancel_reason = $2 where id = $1', [
    id,
    reason,
  ])
}

export async function openedBooking(db: Db, id: string, session: string): Promise<void> {
  await db.query('update booking set session_id = $2 where id = $1', [id, session])
}

/** Accounts in force that may chair, by name. */
export async function readChairs(
  db: Db,
  roles: readonly string[],
): Promise<{ id: number; name: string; unitId: number }[]> {
  const { rows } = await db.query<{ id: number; name: string; unitId: number }>(
    `select id, display_name "name", unit_id "unitId" from account
     where role = any($1) and enabled order by role <> 'leader', display_name`,
    [roles],
  )
  return rows
}
