import type pg from 'pg'
import type { ContractView } from '../../shared/api/intake.ts'
import type { Deadlines } from '../../shared/deadline.ts'
import type { Hours } from '../../shared/freshness.ts'
import type { Escalation } from '../../shared/ladder.ts'
import type { Connector } from '../../shared/vocabulary.ts'
import type { Connection, Contact, ContractInput, ContractSeries, Maintenance } from './types.ts'

type Queryable = Pick<pg.ClientBase, 'query'>
export type StoredConnection = Connection & { keyHash: Buffer | null }
type Row = {
  id: string
  agency_id: number
  name_vi: string
  name_en: string
  connector: Connector
  simulated: boolean
  enabled: boolean
  key_hash: Buffer | null
  key_set_at: Date | null
  maintenance_from: Date | null
  maintenance_to: Date | null
  maintenance_reason: string | null
  created_at: Date
  version: number
  period: string
  grace_seconds: number
  expiry_seconds: number
  hours: Hours | null
  deadlines: Deadlines | null
  series: ContractSeries[]
  note: string | null
  contact: Contact | null
  legal_basis: string | null
  escalation: Escalation | null
  two_persons: boolean
}

/** Every connection with its newest contract; `ids` narrows it. */
export async function readConnections(db: Queryable, ids?: string[]): Promise<StoredConnection[]> {
  const { rows } = await db.query<Row>(
    `select c.id, c.agency_id, c.name_vi, c.name_en, c.connector, c.simulated, c.enabled, c.key_hash, c.key_set_at,
       c.maintenance_from, c.maintenance_to, c.maintenance_reason, c.created_at,
       k.version, k.period, k.grace_seconds, k.expiry_seconds, k.hours, k.deadlines, k.series, k.note, k.contact, k.legal_basis, k.escalation, k.two_persons
     from connection c
     join lateral (select * from contract where connection_id = c.id order by version desc limit 1) k on true
     where $1::text[] is null or c.id = any($1)
     order by c.id`,
    [ids ?? null],
  )
  return rows.map((r) => ({
    id: r.id,
    agencyId: r.agency_id,
    name: { vi: r.name_vi, en: r.name_en },
    connector: r.connector,
    simulated: r.simulated,
    enabled: r.enabled,
    keyHash: r.key_hash,
    keySetAt: r.key_set_at?.getTime() ?? null,
    createdAt: r.created_at.getTime(),
    maintenance:
      r.maintenance_from && r.maintenance_to
        ? {
            from: r.maintenance_from.getTime(),
            to: r.maintenance_to.getTime(),
            reason: r.maintenance_reason ?? '',
          }
        : null,
    contract: {
      version: r.version,
      times: {
        period: r.period,
        graceSeconds: r.grace_seconds,
        expirySeconds: r.expiry_seconds,
        hours: r.hours,
        deadlines: r.deadlines,
      },
      series: r.series,
      note: r.note,
      contact: r.contact,
      legalBasis: r.legal_basis,
      escalation: r.escalation,
      twoPersons: r.two_persons,
    },
  }))
}

export async function insertConnection(
  db: Queryable,
  c: Pick<Connection, 'id' | 'agencyId' | 'name' | 'connector' | 'simulated'> & {
    keyHash: Buffer
    by: string
  },
): Promise<void> {
  await db.query(
    `insert into connection (id, agency_id, name_vi, name_en, connector, simulated, key_hash, key_set_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, now(), $8)`,
    [c.id, c.agencyId, c.name.vi, c.name.en, c.connector, c.simulated, c.keyHash, c.by],
  )
}

/** A contract is never edited: each is the next version. */
export async function insertContract(
  db: Queryable,
  id: string,
  k: ContractInput,
  by: string,
): Promise<number> {
  // Two at once wait for each other: each gets its own version.
  await db.query('select from connection where id = $1 for no key update', [id])
  const { rows } = await db.query<{ version: number }>(
    `insert into contract (connection_id, version, period, grace_seconds, expiry_seconds, hours, series, note, created_by,
       contact, legal_basis, deadlines, escalation, two_persons)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 from contract where connection_id = $1
     returning version`,
    [
      id,
      k.times.period,
      k.times.graceSeconds,
      k.times.expirySeconds,
      k.times.hours ? JSON.stringify(k.times.hours) : null,
      JSON.stringify(k.series),
      k.note ?? null,
      by,
      k.contact ? JSON.stringify(k.contact) : null,
      k.legalBasis ?? null,
      k.times.deadlines ? JSON.stringify(k.times.deadlines) : null,
      k.escalation ? JSON.stringify(k.escalation) : null,
      k.twoPersons ?? false,
    ],
  )
  return rows[0]!.version
}

/** Puts a new key in place; the old one is remembered as revoked. */
export async function replaceKey(db: Queryable, id: string, keyHash: Buffer): Promise<void> {
  await db.query(
    `insert into revoked_key (key_hash, connection_id)
     select key_hash, id from connection where id = $1 and key_hash is not null on conflict do nothing`,
    [id],
  )
  await db.query('update connection set key_hash = $2, key_set_at = now() where id = $1', [id, keyHash])
}

/** Hashes (hex) of keys that were replaced, each with its connection. */
export async function readRevokedKeys(db: Queryable): Promise<{ hash: string; id: string }[]> {
  const { rows } = await db.query<{ hash: string; id: string }>(
    `select encode(key_hash, 'hex') as hash, connection_id as id from revoked_key`,
  )
  return rows
}

export async function writeEnabled(db: Queryable, id: string, enabled: boolean): Promise<void> {
  await db.query('update connection set enabled = $2 where id = $1', [id, enabled])
}

export async function writeMaintenance(db: Queryable, id: string, m: Maintenance | null): Promise<void> {
  await db.query(
    'update connection set maintenance_from = $2, maintenance_to = $3, maintenance_reason = $4 where id = $1',
    [id, m && new Date(m.from), m && new Date(m.to), m?.reason ?? null],
  )
}

/** Every version, newest first; times in ms. */
export async function contractVersions(db: Queryable, id: string): Promise<ContractView['versions']> {
  const { rows } = await db.query<ContractView['versions'][number]>(
    `select version, series, note, contact, legal_basis as "legalBasis", escalation, two_persons as "twoPersons", created_by as "createdBy",
       json_build_object('period', period, 'graceSeconds', grace_seconds, 'expirySeconds', expiry_seconds, 'hours', hours, 'deadlines', deadlines) as times,
       floor(extract(epoch from created_at) * 1000)::float8 as "createdAt"
     from contract where connection_id = $1 order by version desc`,
    [id],
  )
  return rows
}
