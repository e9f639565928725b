import type pg from 'pg'
import type { ReadinessFacts } from '../../../shared/api/readiness.ts'

type Db = Pick<pg.ClientBase, 'query'>
export type NewCheck = {
  booking: string | null
  session: string | null
  unitId: number
  actor: string
  device: string
  facts: ReadinessFacts
}
/** `at` in ms since 1970. */
export type Check = Pick<NewCheck, 'unitId' | 'actor' | 'device' | 'facts'> & { at: number }

export async function insertCheck(db: Db, c: NewCheck): Promise<void> {
  await db.query(
    `insert into readiness_check (booking_id, session_id, unit_id, actor, device, facts) values ($1, $2, $3, $4, $5, $6)`,
    [c.booking, c.session, c.unitId, c.actor, c.device, JSON.stringify(c.facts)],
  )
}

/** The newest of each unit, for a booking and the session that it became. */
export async function newestChecks(db: Db, booking: string | null, session: string | null): Promise<Check[]> {
  const { rows } = await db.query<Check>(
    `select distinct on (unit_id) unit_id "unitId", actor, device, facts,
       floor(extract(epoch from at) * 1000)::float8 "at"
     from readiness_check where booking_id = $1 or session_id = $2 order by unit_id, id desc`,
    [booking, session],
  )
  return rows
}
