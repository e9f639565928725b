import type pg from 'pg'
import type { ContactInput, ContactView } from '../../../shared/api/contacts.ts'

type Db = Pick<pg.ClientBase, 'query'>

export async function insertContact(db: Db, unitId: number, c: ContactInput, by: number): Promise<void> {
  await db.query('insert into unit_contact (unit_id, name, duty, phone, by) values ($1, $2, $3, $4, $5)', [
    unitId,
    c.name.trim(),
    c.duty.trim(),
    c.phone.trim(),
    by,
  ])
}

/** The newest of each unit that has one, by unit id. */
export async function readContacts(db: Db, units: readonly number[]): Promise<Map<number, ContactView>> {
  const { rows } = await db.query<ContactView & { unitId: number }>(
    `select distinct on (c.unit_id) c.unit_id "unitId", c.name, c.duty, c.phone, a.display_name "by",
       floor(extract(epoch from c.at) * 1000)::float8 "at"
     from unit_contact c join account a on a.id = c.by where c.unit_id = any($1) order by c.unit_id, c.id desc`,
    [units],
  )
  return new Map(rows.map(({ unitId, ...contact }) => [unitId, contact]))
}
