import type pg from 'pg'

/** How connections stood since `from` (ms): the state that held then, and each change after. */
export async function readStates(
  db: pg.Pool,
  ids: readonly string[],
  from: number,
): Promise<Map<string, { at: number; state: string }[]>> {
  const { rows } = await db.query<{ id: string; at: number; state: string }>(
    `select id, at, state from (
       (select distinct on (connection_id) connection_id as id, $2::float8 as at, state, 0 as n from connection_state
        where connection_id = any($1) and at < to_timestamp($2 / 1000.0) order by connection_id, at desc)
       union all
       (select connection_id, floor(extract(epoch from at) * 1000)::float8, state, 1 from connection_state
        where connection_id = any($1) and at >= to_timestamp($2 / 1000.0) limit 100000)) x
     order by id, at, n`,
    [ids, from],
  )
  const found = new Map<string, { at: number; state: string }[]>()
  for (const { id, at, state } of rows) found.set(id, [...(found.get(id) ?? []), { at, state }])
  return found
}
