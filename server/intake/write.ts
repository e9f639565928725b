import type pg from 'pg'
import {
  type Committed,
  identity,
  type NewObservation,
  type Prepared,
  type Revision,
  type SeriesRow,
} from './commit.ts'
import type { Answer } from './types.ts'

/** PostgreSQL keeps neither NUL nor half a surrogate pair in text. */
export const storable = (text: string) => text.replaceAll('\0', '\u2400').toWellFormed()
const json = (value: unknown) => JSON.stringify(value, (_, v) => (typeof v === 'string' ? storable(v) : v))

export type Earlier = { id: string; sha256: Buffer; answer: Answer }

/** The first message of the same identity, for each of the batch; undefined = new. */
export async function repeats(client: pg.PoolClient, batch: Prepared[]): Promise<(Earlier | undefined)[]> {
  const { rows } = await client.query<Earlier & { n: number }>({
    name: 'intake-repeats',
    text: `select k.n, m.id, m.sha256, m.answer
      from unnest($1::text[], $2::text[], $3::bytea[], $4::int[], $5::int[]) as k(connection_id, key, sha256, version, n)
      cross join lateral (
        (select id, sha256, answer from message
         where k.key is not null and connection_id = k.connection_id and idempotency_key = k.key)
        union all
        (select id, sha256, answer from message
         where k.key is null and connection_id = k.connection_id and sha256 = k.sha256 and contract_version = k.version
         order by id limit 1)
      ) m`,
    values: [
      batch.map((m) => m.connectionId),
      batch.map((m) => m.idempotencyKey),
      batch.map((m) => m.sha256),
      batch.map((m) => m.contractVersion),
      batch.map((_, i) => i),
    ],
  })
  const found: (Earlier | undefined)[] = batch.map(() => undefined)
  for (const { n, ...earlier } of rows) {
    const m = batch[n]!
    // The same content judged otherwise than then (a unit was added, a day has passed) is worth writing anew.
    const same = m.idempotencyKey !== null || earlier.answer.refused === m.refused.length
    if (identity(m) && same) found[n] = earlier
  }
  return found
}

export async function nextIds(client: pg.PoolClient, count: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'intake-ids',
    text: `select nextval(pg_get_serial_sequence('message', 'id')) as id from generate_series(1, $1)`,
    values: [count],
  })
  return rows.map((r) => r.id)
}

/** What is known of the same series and time; the newest value of a series tells at once that a later time is new. */
export async function known(client: pg.PoolClient, rows: SeriesRow[]): Promise<Map<string, Revision>> {
  const found = new Map<string, Revision>()
  if (!rows.length) return found
  const result = await client.query<Revision & { series: number; validFrom: number; validTo: number }>({
    name: 'intake-known',
    text: `select k.series, k.f as "validFrom", k.t as "validTo", o.revision, o.value, o.status, o.simulated
      from unnest($1::int[], $2::float8[], $3::float8[]) as k(series, f, t)
      join latest l on l.series_id = k.series and l.valid_to >= to_timestamp(k.t / 1000)
      cross join lateral (
        select revision, value, status, simulated from observation
        where series_id = k.series and valid_to = to_timestamp(k.t / 1000) and valid_from = to_timestamp(k.f / 1000)
        order by revision desc limit 1
      ) o`,
    values: [rows.map((r) => r.series), rows.map((r) => r.validFrom), rows.map((r) => r.validTo)],
  })
  for (const { series, validFrom, validTo, ...revision } of result.rows)
    found.set(`${series}/${validFrom}/${validTo}`, revision)
  return found
}

export async function insertMessages(
  client: pg.PoolClient,
  list: ({ prepared: Prepared; at: number } & Committed)[],
): Promise<void> {
  if (!list.length) return
  const values: unknown[] = []
  const tuples = list.map(({ prepared: m, at, answer }) => {
    const row = [
      answer.message,
      m.connectionId,
      m.contractVersion,
      new Date(m.receivedAt),
      new Date(at),
      m.idempotencyKey && storable(m.idempotencyKey),
      m.sha256,
      m.contentType,
      m.decoder,
      m.decoderVersion,
      m.entry,
      m.fileName && storable(m.fileName),
      m.mapping && storable(m.mapping),
      m.sentBy,
      m.bytes,
      m.encoding,
      m.stored,
      answer.accepted,
      answer.unchanged,
      answer.refused,
      json(answer),
    ]
    const first = values.length
    values.push(...row)
    return `(${row.map((_, i) => `$${first + i + 1}`).join(',')})`
  })
  await client.query(
    `insert into message (id, connection_id, contract_version, received_at, committed_at, idempotency_key, sha256,
       content_type, decoder, decoder_version, entry, file_name, mapping, sent_by, bytes, body_encoding, body,
       accepted, unchanged, refused, answer)
     overriding system value values ${tuples.join(',')}`,
    values,
  )
}

const OBSERVATION_COLUMNS = `series_id, valid_from, valid_to, period, value, status, entry, simulated, revision,
  recorded_at, message_id, row_no`
const FROM_ARRAYS = `select s, to_timestamp(f / 1000), to_timestamp(t / 1000), p, v, st, e, sim, r, to_timestamp(at / 1000), m, n
  from unnest($1::int[], $2::float8[], $3::float8[], $4::text[], $5::float8[], $6::text[], $7::text[], $8::bool[],
    $9::int[], $10::float8[], $11::bigint[], $12::int[]) as x(s, f, t, p, v, st, e, sim, r, at, m, n)`
const arrays = (list: NewObservation[]) => [
  list.map((o) => o.series),
  list.map((o) => o.validFrom),
  list.map((o) => o.validTo),
  list.map((o) => o.period),
  list.map((o) => o.value),
  list.map((o) => o.status),
  list.map((o) => o.entry),
  list.map((o) => o.simulated),
  list.map((o) => o.revision),
  list.map((o) => o.at),
  list.map((o) => o.message),
  list.map((o) => o.row),
]

export async function insertObservations(client: pg.PoolClient, list: NewObservation[]): Promise<void> {
  if (!list.length) return
  const text = `insert into observation (${OBSERVATION_COLUMNS}) ${FROM_ARRAYS}`
  await client.query({ name: 'intake-observations', text, values: arrays(list) })
}

/** Puts the newest of each series in place; returns those that now are the newest. */
export async function upsertLatest(
  client: pg.PoolClient,
  best: Map<number, NewObservation>,
): Promise<Map<number, NewObservation>> {
  if (!best.size) return best
  const { rows } = await client.query<{ series: number }>({
    name: 'intake-latest',
    text: `insert into latest as l (${OBSERVATION_COLUMNS}) ${FROM_ARRAYS}
      on conflict (series_id) do update set valid_from = excluded.valid_from, valid_to = excluded.valid_to,
        period = excluded.period, value = excluded.value, status = excluded.status, entry = excluded.entry,
        simulated = excluded.simulated, revision = excluded.revision, recorded_at = excluded.recorded_at,
        message_id = excluded.message_id, row_no = excluded.row_no
      where (excluded.valid_to, excluded.valid_from) >= (l.valid_to, l.valid_from)
      returning l.series_id as series`,
    values: arrays([...best.values()]),
  })
  return new Map(rows.map(({ series }) => [series, best.get(series)!]))
}

export async function insertQuarantine(
  client: pg.PoolClient,
  list: { id: string; prepared: Prepared }[],
): Promise<void> {
  const rows = list.flatMap(({ id, prepared }) =>
    prepared.refused.map((r) => ({ ...r, id, connectionId: prepared.connectionId })),
  )
  if (!rows.length) return
  await client.query({
    name: 'intake-quarantine',
    text: `insert into quarantine (message_id, connection_id, row_no, code, field, content, detail)
      select * from unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::jsonb[])`,
    values: [
      rows.map((r) => r.id),
      rows.map((r) => r.connectionId),
      rows.map((r) => r.row),
      rows.map((r) => r.code),
      rows.map((r) => r.field),
      rows.map((r) => storable(r.content.slice(0, 10_000))),
      rows.map((r) => json(r.detail)),
    ],
  })
}
