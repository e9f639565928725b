import type pg from 'pg'

type Db = Pick<pg.ClientBase, 'query'>
export type Incident = {
  id: number
  title: string
  openedAt: number
  openedBy: string
  opener: number
  closedAt: number | null
  closedBy: string | null
  note: string | null
}
const MS = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`
const INCIDENT = `select i.id::int as id, i.title, ${MS('i.opened_at')} as "openedAt", o.display_name as "openedBy",
    o.id as opener,
    ${MS('e.at')} as "closedAt", c.display_name as "closedBy", e.note
  from alarm_incident i join account o on o.id = i.opened_by
  left join alarm_incident_end e on e.incident_id = i.id left join account c on c.id = e.by`

/** Open ones, and those closed lately, newest first. `only`: those that one opened, and these; null: all. */
export async function readIncidents(
  db: Db,
  limit: number,
  only: { opener: number; ids: readonly number[] } | null,
): Promise<Incident[]> {
  const { rows } = await db.query<Incident>(
    `${INCIDENT} where $2::int is null or i.opened_by = $2 or i.id = any($3::bigint[])
     order by (e.at is null) desc, i.id desc limit $1`,
    [limit, only?.opener ?? null, only?.ids ?? []],
  )
  return rows
}
export async function readIncident(db: Db, id: number): Promise<Incident | null> {
  const { rows } = await db.query<Incident>(`${INCIDENT} where i.id = $1`, [id])
  return rows[0] ?? null
}
export async function insertIncident(
  db: Db,
  title: string,
  by: { id: number; displayName: string },
): Promise<Incident> {
  const { rows } = await db.query<{ id: number; at: number }>(
    `insert into alarm_incident (title, opened_by) values ($1, $2) returning id::int as id, ${MS('opened_at')} as at`,
    [title, by.id],
  )
  const { id = 0, at = 0 } = rows[0] ?? {}
  const open = { closedAt: null, closedBy: null, note: null }
  return { id, title, openedAt: at, openedBy: by.displayName, opener: by.id, ...open }
}
/** False when it is closed already. */
export async function endIncident(db: Db, id: number, by: number, note: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'insert into alarm_incident_end (incident_id, by, note) values ($1, $2, $3) on conflict do nothing',
    [id, by, note],
  )
  return rowCount === 1
}
