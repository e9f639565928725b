import type pg from 'pg'
import type { NameMappingView } from '../../shared/api/quarantine.ts'
import type { RawRow } from './decode/types.ts'

type Field = 'unit' | 'indicator'
export type NewName = { connection: string; field: Field; name: string; code: string | null }
const keyOf = (field: Field, name: string) => `${field}/${name.trim().normalize('NFC')}`

/** What each source calls our units and indicators, as a person decided; held in memory, every change a new version. */
export class NameMappings {
  readonly #byConnection = new Map<string, Map<string, string>>()

  async load(db: pg.Pool): Promise<void> {
    const { rows } = await db.query<NewName>(
      `select distinct on (connection_id, field, name) connection_id as connection, field, name, code
       from name_mapping order by connection_id, field, name, version desc`,
    )
    for (const n of rows) this.put(n)
  }

  /** After its commit. */
  put({ connection, field, name, code }: NewName): void {
    const names = this.#byConnection.get(connection) ?? new Map<string, string>()
    if (code === null) names.delete(keyOf(field, name))
    else names.set(keyOf(field, name), code)
    if (names.size) this.#byConnection.set(connection, names)
    else this.#byConnection.delete(connection)
  }

  /** The rows with our codes where a name is mapped; the same list when none of the connection's are. */
  apply(connection: string, rows: RawRow[]): RawRow[] {
    const names = this.#byConnection.get(connection)
    if (!names) return rows
    return rows.map((r) => {
      if (!r.fields) return r
      const [unit, indicator] = (['unit', 'indicator'] as const).map((field) => {
        const sent = r.fields?.[field]
        return typeof sent === 'string' || typeof sent === 'number'
          ? names.get(keyOf(field, String(sent)))
          : undefined
      })
      if (unit === undefined && indicator === undefined) return r
      return {
        ...r,
        fields: { ...r.fields, ...(unit ? { unit } : {}), ...(indicator ? { indicator } : {}) },
      }
    })
  }
}

/** The next version of the connection's names. Returns it. */
export async function insertName(client: pg.ClientBase, n: NewName, by: string): Promise<number> {
  await client.query('select from connection where id = $1 for no key update', [n.connection])
  const { rows } = await client.query<{ version: number }>(
    `insert into name_mapping (connection_id, version, field, name, code, created_by)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5 from name_mapping where connection_id = $1
     returning version`,
    [n.connection, n.field, n.name.trim().normalize('NFC'), n.code, by],
  )
  return rows[0]?.version ?? 0
}

export type StandingName = Omit<NewName, 'code'> & { code: string; at: number; by: string }
/** The names of these connections that hold now, newest first. */
export async function standingNames(db: pg.Pool, connections: readonly string[]): Promise<StandingName[]> {
  const { rows } = await db.query<StandingName>(
    `select * from (
       select distinct on (connection_id, field, name) connection_id as connection, field, name, code,
         floor(extract(epoch from created_at) * 1000)::float8 as at, created_by as by
       from name_mapping where connection_id = any($1) order by connection_id, field, name, version desc) n
     where code is not null order by at desc limit 1000`,
    [connections],
  )
  return rows
}

/** Every version of the connection's names, newest first. */
export async function nameVersions(db: pg.Pool, connection: string): Promise<NameMappingView[]> {
  const { rows } = await db.query<NameMappingView>(
    `select version, field, name, code, floor(extract(epoch from created_at) * 1000)::float8 as at, created_by as by
     from name_mapping where connection_id = $1 order by version desc limit 1000`,
    [connection],
  )
  return rows
}
