import type pg from 'pg'
import type { CalendarDayInput } from '../../shared/api/calendar.ts'

export type Decision = CalendarDayInput & { by: string; at: number }

/** The newest decision of each day that has one. */
export async function readDecisions(pool: pg.Pool): Promise<Decision[]> {
  const { rows } = await pool.query<Decision>(
    `select distinct on (day) day::text, kind, json_build_object('vi', name_vi, 'en', name_en) as name, basis,
       decided_by as by, floor(extract(epoch from decided_at) * 1000)::float8 as at
     from calendar_day order by day, id desc`,
  )
  return rows
}

export async function insertDecision(client: pg.ClientBase, d: CalendarDayInput, by: string): Promise<void> {
  await client.query(
    'insert into calendar_day (day, kind, name_vi, name_en, basis, decided_by) values ($1, $2, $3, $4, $5, $6)',
    [d.day, d.kind, d.name.vi, d.name.en, d.basis, by],
  )
}
