import type pg from 'pg'
import type { Deadlines } from '../../shared/deadline.ts'
import type { ContractSeries } from '../intake/index.ts'

export type ContractVersion = {
  connection: string
  version: number
  graceSeconds: number
  deadlines: Deadlines | null
  series: ContractSeries[]
  note: string | null
  /** ms since 1970. */
  from: number
}
/** Every version of every contract, oldest first. */
export async function readContracts(pool: pg.Pool): Promise<ContractVersion[]> {
  const { rows } = await pool.query<ContractVersion>(
    `select connection_id as connection, version, grace_seconds as "graceSeconds", deadlines, series, note,
       floor(extract(epoch from created_at) * 1000)::float8 as from
     from contract order by connection_id, version`,
  )
  return rows
}

export type Arrival = { first: number; hand: boolean }
/** By series: when the period's first value was recorded (ms), and whether its newest was typed by hand. */
export async function readArrivals(pool: pg.Pool, period: string): Promise<Map<number, Arrival>> {
  const { rows } = await pool.query<[series: number, first: number, hand: boolean]>({
    text: `select series_id, floor(extract(epoch from min(recorded_at)) * 1000)::float8,
        (array_agg(entry order by recorded_at desc, revision desc))[1] = 'hand'
      from observation where period = $1 group by series_id`,
    values: [period],
    rowMode: 'array',
  })
  return new Map(rows.map(([series, first, hand]) => [series, { first, hand }]))
}

/** By connection: refused rows that came since then (ms) and have not been repaired. */
export async function readWaiting(pool: pg.Pool, since: number): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; n: number }>(
    `select q.connection_id as id, count(*)::int n from quarantine q
     where q.recorded_at >= $1 and not exists
       (select from quarantine_repair k where k.quarantine_id = q.id and k.outcome <> 'refused')
     group by 1`,
    [new Date(since)],
  )
  return new Map(rows.map((r) => [r.id, r.n]))
}

/** Why a promised value of the period was refused, by connection and 'indicator/unit'; repaired rows are left out. */
export type RefusedValue = { connection: string; of: string; code: string }
export async function readRefused(pool: pg.Pool, period: string): Promise<RefusedValue[]> {
  const { rows } = await pool.query<RefusedValue>(
    `select distinct on (1, 2) q.connection_id as connection,
       concat(q.detail -> 'of' ->> 'indicator', '/', q.detail -> 'of' ->> 'unit') as of, q.code
     from quarantine q
     where q.detail ? 'of' and q.detail -> 'of' ->> 'period' = $1 and not exists
       (select from quarantine_repair k where k.quarantine_id = q.id and k.outcome <> 'refused')
     order by 1, 2, q.recorded_at desc`,
    [period],
  )
  return rows
}
