import type pg from 'pg'
import type { Classification } from '../../shared/room.ts'

/** By screen id: how far it shows while points from outside are connected. */
export async function readLevels(db: Pick<pg.Pool, 'query'>): Promise<Map<number, Classification>> {
  const { rows } = await db.query<{ id: number; level: Classification }>(
    'select id, outside_level "level" from screen where revoked_at is null',
  )
  return new Map(rows.map((r) => [r.id, r.level]))
}

/** The level before; null when there is no such screen in use. */
export async function setLevel(
  client: pg.ClientBase,
  screen: number,
  level: Classification,
): Promise<Classification | null> {
  const { rows } = await client.query<{ before: Classification }>(
    `update screen s set outside_level = $2 from (select id, outside_level from screen where id = $1 and revoked_at is null
       for update) old where s.id = old.id returning old.outside_level "before"`,
    [screen, level],
  )
  return rows[0]?.before ?? null
}

/** The classification before; null when there is no such indicator. */
export async function classify(
  client: pg.ClientBase,
  code: string,
  classification: Classification,
): Promise<Classification | null> {
  const { rows } = await client.query<{ before: Classification }>(
    `update indicator i set classification = $2 from (select id, classification from indicator where code = $1 for update) old
     where i.id = old.id returning old.classification "before"`,
    [code, classification],
  )
  return rows[0]?.before ?? null
}
