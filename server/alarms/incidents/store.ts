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

/** Open ones, and those closed lately, newest first. */
export async function readIncidents(db: Db, limit: number): Promise<Incident[]> {
  const { rows } = await db.query<Incident>(`${INCIDENT} order by (e.at is null) desc, i.id desc limit $1`, [
    limit,
  ])
  return rows
}
export async function readIncident(db: Db, id: number): Promise<Incident | null> {
  const { rows } = await db.query<Incident>(`${INCIDENT} where i.id = $1`, [id])
  return rows[0] ?? null
}
export async function insertIncident(db: Db, title: string, by: number): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'insert into alarm_incident (title, opened_by) values ($1, $2) returning id::int as id',
    [title, by],
  )
  return rows[0]?.id ?? 0
}
/** False when it is closed already. */
export async function endIncident(db: Db, id: number, by: number, note: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'insert into alarm_incident_end (incident_id, by, note) values ($1, $2, $3) on conflict do nothing',
    [id, by, note],
  )
  return rowCount === 1
}
