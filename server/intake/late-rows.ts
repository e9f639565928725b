import type pg from 'pg'
import type { RecordedRow } from '../bus.ts'
import { bigints, instants, integers } from './arrays.ts'
import { LOCK, type NewObservation, nextAt, seriesTime } from './commit.ts'
import type { ValidRow } from './validate.ts'
import { insertObservations, upsertLatest } from './write.ts'

/** A row that was refused and is judged good now, with the message it came in. */
export type LateRow = ValidRow & {
  /** What the caller knows it by. */
  key: string
  series: number
  message: string
  connectionId: string
  receivedAt: number
  entry: RecordedRow['entry']
  simulated: boolean
}
/** What becomes of it; `before` is the value that stands for its time. */
export type LateOutcome = {
  outcome: 'accepted' | 'unchanged' | 'superseded' | 'duplicate'
  before: number | null
  /** Of a duplicate: the row of the same message that came before it. */
  row?: number
}
type Standing = {
  n: number
  value: number
  status: string
  simulated: boolean
  revision: number
  message: string
  own: number | null
}

/** What writing each would do; nothing is written. Rows of one series and time among them: the later message stands. */
export async function judgeLate(
  db: pg.ClientBase | pg.Pool,
  list: readonly LateRow[],
): Promise<{ outcome: LateOutcome; revision: number }[]> {
  const { rows } = await db.query<Standing>(
    `select k.n, o.value, o.status, o.simulated, o.revision, o.message_id as message, w.row_no as own
     from (select unnest($1::int[]) s, unnest($2::timestamptz[]) f, unnest($3::timestamptz[]) t,
       unnest($4::bigint[]) m, generate_subscripts($1::int[], 1) n) k
     cross join lateral (select * from observation where series_id = k.s and valid_to = k.t and valid_from = k.f
       order by recorded_at desc, revision desc limit 1) o
     left join lateral (select row_no from observation where series_id = k.s and valid_to = k.t
       and valid_from = k.f and message_id = k.m order by row_no limit 1) w on true`,
    [
      integers(list.map((r) => r.series)),
      instants(list.map((r) => r.validFrom)),
      instants(list.map((r) => r.validTo)),
      bigints(list.map((r) => r.message)),
    ],
  )
  const stands = new Map<string, Omit<Standing, 'n'>>()
  for (const { n, ...s } of rows) {
    const of = list[n - 1]
    if (of) stands.set(seriesTime(of), s)
  }
  const own = new Map(rows.map((r) => [r.n - 1, r.own]))
  return list.map((r, i) => {
    const s = stands.get(seriesTime(r))
    const before = s?.value ?? null
    const is = (outcome: LateOutcome['outcome'], row?: number) => ({
      outcome: { outcome, before, ...(row === undefined ? {} : { row }) },
      revision: s ? s.revision + 1 : 0,
    })
    const twin = own.get(i) ?? (s?.message === r.message ? s.own : null)
    if (twin !== null && twin !== undefined) return is('duplicate', twin)
    if (s && (BigInt(s.message) > BigInt(r.message) || (r.simulated && !s.simulated))) return is('superseded')
    if (s && s.value === r.value && s.status === r.status && s.simulated === r.simulated)
      return is('unchanged')
    const result = is('accepted')
    stands.set(seriesTime(r), { ...r, revision: result.revision, own: r.row })
    return result
  })
}

/** Keeps every writer away until the transaction ends; the roll-ups' lock first, as nobody holds both the other way. */
export async function lockWriters(client: pg.ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock(7200821)')
  await client.query('select pg_advisory_xact_lock($1)', [LOCK])
}

/** Writes those that say something new, under the locks above. Returns every outcome, and what was recorded. */
export async function writeLate(
  client: pg.PoolClient,
  list: readonly LateRow[],
): Promise<{ outcomes: LateOutcome[]; recorded: RecordedRow[]; at: number }> {
  const judged = await judgeLate(client, list)
  const at = await nextAt(client)
  const observations = judged.flatMap(({ outcome, revision }, i): NewObservation[] => {
    const r = list[i]
    if (!r || outcome.outcome !== 'accepted') return []
    const { series, validFrom, validTo, period, value, status, entry, simulated, message, row } = r
    const known = { series, validFrom, validTo, period, value, status, entry, simulated, message, row }
    return [{ ...known, revision, recordedAt: at, at, isLatest: false }]
  })
  const best = new Map<number, NewObservation>()
  for (const o of observations) {
    const b = best.get(o.series)
    if (!b || o.validTo > b.validTo || (o.validTo === b.validTo && o.validFrom >= b.validFrom))
      best.set(o.series, o)
  }
  const latest = await upsertLatest(client, [...best.values()])
  for (const [series, o] of best) o.isLatest = latest.has(series)
  await insertObservations(client, observations)
  if (observations.length)
    await client.query('select rollup_again($1::int[], $2::timestamptz[], $3::boolean[])', [
      observations.map((o) => o.series),
      observations.map((o) => new Date(o.validFrom)),
      observations.map((o) => o.period !== null),
    ])
  return { outcomes: judged.map((j) => j.outcome), recorded: observations, at }
}

/** Rolls up until these messages are behind the mark. False = the database is busy with it: try again. */
export async function rolledUp(db: pg.Pool, message: string): Promise<boolean> {
  for (let step = 0; step < 200; step++) {
    const { rows } = await db.query<{ behind: boolean }>(
      'select message_id >= $1::bigint as behind from rollup_mark',
      [message],
    )
    if (rows[0]?.behind) return true
    const { rows: done } = await db.query<{ n: string }>('select rollup_step(50000) as n')
    if (done[0]?.n === '0') return true
  }
  return false
}
