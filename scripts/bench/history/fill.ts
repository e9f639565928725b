import type pg from 'pg'

export const SECOND_MS = 1_000
const DAY_MS = 86_400_000
const SLOT_MS = 600_000
/** Rows of one statement: a year is written in pieces, each in the month it was recorded in. */
const PIECE = 500_000

export type Filled = { from: number; to: number; rows: number; stepMs: number }

const COLUMNS = `series_id, valid_from, valid_to, period, value, status, entry, simulated, revision, recorded_at,
  message_id, row_no`

/**
 * A year of instants of so many series, made inside PostgreSQL: a value each `stepMs`, sent together every ten minutes
 * and recorded a fifth of a second later. Ends at `to` (ms).
 */
export async function fill(
  pool: pg.Pool,
  first: number,
  { series, rows, to }: { series: number; rows: number; to: number },
): Promise<Filled> {
  const from = to - 365 * DAY_MS
  const stepMs = Math.max(SECOND_MS, Math.ceil((365 * DAY_MS * series) / rows / SECOND_MS) * SECOND_MS)
  await pool.query(
    `select ensure_observation_month(m::date) from generate_series($1::timestamptz - interval '1 month', $2, interval '1 month') m`,
    [new Date(from), new Date(to)],
  )
  const perPiece = Math.max(1, Math.floor((PIECE * stepMs) / series / SLOT_MS)) * SLOT_MS
  let written = 0
  for (let begin = from; begin < to; begin += perPiece) {
    const end = Math.min(begin + perPiece, to)
    const { rowCount } = await pool.query(
      `with slots as (
         select s as at, s + interval '10 minutes' + interval '200 milliseconds' as sent
         from generate_series($1::timestamptz, $2::timestamptz - interval '1 millisecond', interval '10 minutes') s),
       m as (
         insert into message (connection_id, contract_version, received_at, committed_at, sha256, content_type, decoder,
           decoder_version, entry, bytes, body_encoding, body, accepted, unchanged, refused, answer)
         select 'BENCH', 1, sent, sent, '\\x00', 'x', 'x', '1', 'machine', 0, 'identity', '\\x', ceil(600 / $3) * $5, 0, 0, '{}'
         from slots order by sent returning id, committed_at)
       insert into observation (${COLUMNS})
       select $4::int + s, t, t, null, 40000 + 3000 * sin(extract(epoch from t)::float8 / 13000) + s, 'official', 'machine',
         true, 0, slots.sent, m.id, 1
       from slots join m on m.committed_at = slots.sent,
         lateral generate_series(to_timestamp(ceil(extract(epoch from slots.at) / $3::numeric) * $3::numeric),
           least(slots.at + interval '10 minutes', $2::timestamptz) - interval '1 millisecond', make_interval(secs => $3::float8)) t,
         generate_series(0, $5::int - 1) s`,
      [new Date(begin), new Date(end), stepMs / 1000, first, series],
    )
    written += rowCount ?? 0
  }
  return { from, to, rows: written, stepMs }
}

/** Everything rolled up by the steps that the server takes; returns the milliseconds. */
export async function rollUp(pool: pg.Pool): Promise<number> {
  const began = performance.now()
  for (;;) {
    const { rows } = await pool.query<{ n: string; more: boolean }>(
      'select rollup_step(20000) n, exists (select from message where id > (select message_id from rollup_mark)) more',
    )
    if (rows[0]?.n === '0' && !rows[0].more) return performance.now() - began
  }
}
