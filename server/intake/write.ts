import type pg from 'pg'
import { storable } from '../db/index.ts'
import { bigints, booleans, byteas, doubles, instant, instants, integers, texts } from './arrays.ts'
import {
  type Committed,
  type NewObservation,
  type Prepared,
  type Revision,
  seriesTime,
  type Try,
} from './commit.ts'
import type { Earlier } from './repeats.ts'
import type { Answer } from './types.ts'

const json = (value: unknown) => JSON.stringify(value, (_, v) => (typeof v === 'string' ? storable(v) : v))
/** Only a refusal quotes its source, who may write what is not storable. */
const answerJson = (answer: Answer) => (answer.rows.length ? json(answer) : JSON.stringify(answer))

/** A try of ours that was committed, with what it wrote for each place of the batch. */
export type OwnCommit = Try & { own: Map<number, Earlier> }

/** Which of the tries is in the database. An id may have been given to another after a crash: its content tells. */
export async function ownCommit(
  client: pg.PoolClient,
  batch: Prepared[],
  tries: Try[],
): Promise<OwnCommit | null> {
  const { rows } = await client.query<Earlier & { connection: string }>(
    'select id, connection_id as connection, sha256, answer from message where id = any($1::bigint[])',
    [tries.flatMap((t) => t.ids)],
  )
  const byId = new Map(rows.map((r) => [r.id, r]))
  for (const one of tries) {
    const own = new Map<number, Earlier>()
    for (const [i, m] of batch.entries()) {
      const found = byId.get(one.ids[i] ?? '')
      if (found?.connection === m.connectionId && found.sha256.equals(m.sha256)) own.set(i, found)
    }
    if (own.size) return { ...one, own }
  }
  return null
}

/** When the newest message was committed, ms; 0 = there is none. */
export async function newestAt(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ at: number }>(
    'select (extract(epoch from committed_at) * 1000)::float8 as at from message order by id desc limit 1',
  )
  return Math.ceil(rows[0]?.at ?? 0)
}

/** Waits for the other writers, if there are any, then takes `count` new message ids. */
export async function lockAndIds(client: pg.PoolClient, lock: number, count: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'intake-ids',
    text: `with lock as materialized (select pg_advisory_xact_lock($2))
      select nextval(pg_get_serial_sequence('message', 'id')) as id from lock, generate_series(1, $1)`,
    values: [count, lock],
  })
  return rows.map((r) => r.id)
}

/** What is known of the same series and time, for each of the list; a series' newest value tells that a later time is new. */
export async function known(
  client: pg.PoolClient,
  list: readonly NewObservation[],
): Promise<Map<string, Revision>> {
  const found = new Map<string, Revision>()
  if (!list.length) return found
  const result = await client.query<Revision & { n: number }>({
    name: 'intake-known',
    text: `select k.n, o.revision, o.value, o.status, o.simulated
      from (select unnest($1::int[]) series, unnest($2::timestamptz[]) f, unnest($3::timestamptz[]) t,
        generate_subscripts($1::int[], 1) n) k
      join latest l on l.series_id = k.series and l.valid_to >= k.t
      cross join lateral (
        select revision, value, status, simulated from observation
        where series_id = k.series and valid_to = k.t and valid_from = k.f
        order by revision desc limit 1
      ) o`,
    values: [
      integers(list.map((o) => o.series)),
      instants(list.map((o) => o.validFrom)),
      instants(list.map((o) => o.validTo)),
    ],
  })
  for (const { n, ...revision } of result.rows) found.set(seriesTime(list[n - 1]!), revision)
  return found
}

/** Keeps the large bodies of these messages, each once. */
export async function shareBodies(client: pg.PoolClient, list: Prepared[]): Promise<void> {
  const once = new Map(list.flatMap((m) => (m.shared ? [[m.sha256.toString('hex'), m] as const] : [])))
  if (!once.size) return
  const bodies = [...once.values()]
  await client.query({
    name: 'intake-bodies',
    text: `insert into message_body (sha256, encoding, body)
      select * from unnest($1::bytea[], $2::text[], $3::bytea[]) on conflict do nothing`,
    values: [
      byteas(bodies.map((m) => m.sha256)),
      texts(bodies.map((m) => m.encoding)),
      byteas(bodies.map((m) => m.stored)),
    ],
  })
}

export async function insertMessages(
  client: pg.PoolClient,
  list: ({ prepared: Prepared; at: number } & Committed)[],
): Promise<void> {
  if (!list.length) return
  const of = <T>(pick: (m: Prepared) => T) => list.map(({ prepared }) => pick(prepared))
  const clean = (text: string | null) => (text === null ? null : storable(text))
  await client.query({
    name: 'intake-messages',
    text: `insert into message (id, connection_id, contract_version, received_at, committed_at, idempotency_key, sha256,
       content_type, decoder, decoder_version, entry, file_name, mapping, sent_by, bytes, body_encoding, body,
       accepted, unchanged, refused, answer, settings_version)
     overriding system value
     select id, connection, contract, received, $5, key, sha256, type, decoder, version, entry, file, mapping::jsonb,
       sent_by, bytes, encoding, body, accepted, unchanged, refused, answer::jsonb, nullif(settings, 0)
     from unnest($1::bigint[], $2::text[], $3::int[], $4::timestamptz[], $6::text[], $7::bytea[], $8::text[],
       $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::int[], $16::text[],
       $17::bytea[], $18::int[], $19::int[], $20::int[], $21::text[], $22::int[])
     as m(id, connection, contract, received, key, sha256, type, decoder, version, entry, file, mapping, sent_by, bytes,
       encoding, body, accepted, unchanged, refused, answer, settings)`,
    values: [
      bigints(list.map((m) => m.answer.message)),
      texts(of((m) => m.connectionId)),
      integers(of((m) => m.contractVersion)),
      instants(of((m) => m.receivedAt)),
      instant(list[0]!.at),
      texts(of((m) => clean(m.idempotencyKey))),
      byteas(of((m) => m.sha256)),
      texts(of((m) => m.contentType)),
      texts(of((m) => m.decoder)),
      texts(of((m) => m.decoderVersion)),
      texts(of((m) => m.entry)),
      texts(of((m) => clean(m.fileName))),
      texts(of((m) => clean(m.mapping))),
      texts(of((m) => m.sentBy)),
      integers(of((m) => m.bytes)),
      texts(of((m) => (m.shared ? 'shared' : m.encoding))),
      byteas(of((m) => (m.shared ? null : m.stored))),
      integers(list.map((m) => m.answer.accepted)),
      integers(list.map((m) => m.answer.unchanged)),
      integers(list.map((m) => m.answer.refused)),
      texts(list.map((m) => answerJson(m.answer))),
      integers(of((m) => m.settingsVersion ?? 0)),
    ],
  })
}

const COLUMNS = `series_id, valid_from, valid_to, period, value, status, entry, simulated, revision, recorded_at,
  message_id, row_no`
/** A column that is the same in all rows is sent once and its array is empty; an instant's end is its beginning. */
const ROWS = `select s, f, coalesce(t, f) t, p, v, coalesce(st, $13::text) st, coalesce(e, $14::text) e,
    coalesce(sim, $15::boolean) sim, coalesce(r, $16::int) r, coalesce(a, $17::timestamptz) a,
    coalesce(m, $18::bigint) m, n
  from (select unnest($1::int[]) s, unnest($2::timestamptz[]) f, unnest($3::timestamptz[]) t, unnest($4::text[]) p,
    unnest($5::float8[]) v, unnest($6::text[]) st, unnest($7::text[]) e, unnest($8::boolean[]) sim,
    unnest($9::int[]) r, unnest($10::timestamptz[]) a, unnest($11::bigint[]) m, unnest($12::int[]) n) x`

function values(list: readonly NewObservation[]): unknown[] {
  const first = list[0]!
  /** The array of a column, and what stands for it when all rows say the same. */
  const column = <T>(pick: (o: NewObservation) => T, array: (list: T[]) => Buffer): [Buffer, T] => {
    const one = pick(first)
    return [list.every((o) => pick(o) === one) ? array([]) : array(list.map(pick)), one]
  }
  const status = column((o) => o.status, texts)
  const entry = column((o) => o.entry, texts)
  const simulated = column((o) => o.simulated, booleans)
  const revision = column((o) => o.revision, integers)
  const at = column((o) => o.at, instants)
  const message = column((o) => o.message, bigints)
  return [
    integers(list.map((o) => o.series)),
    instants(list.map((o) => o.validFrom)),
    list.every((o) => o.validTo === o.validFrom) ? instants([]) : instants(list.map((o) => o.validTo)),
    list.every((o) => o.period === null) ? texts([]) : texts(list.map((o) => o.period)),
    doubles(list.map((o) => o.value)),
    ...[status[0], entry[0], simulated[0], revision[0], at[0], message[0]],
    integers(list.map((o) => o.row)),
    ...[status[1], entry[1], simulated[1], revision[1], instant(at[1]), message[1]],
  ]
}

export async function insertObservations(
  client: pg.PoolClient,
  list: readonly NewObservation[],
): Promise<void> {
  if (!list.length) return
  const text = `insert into observation (${COLUMNS}) ${ROWS}`
  await client.query({ name: 'intake-observations', text, values: values(list) })
}

/** Puts those in place that are later than the newest of their series; returns these series. One row a series at most. */
export async function advanceLatest(
  client: pg.PoolClient,
  list: readonly NewObservation[],
): Promise<Set<number>> {
  if (!list.length) return new Set()
  const { rows } = await client.query<[series: number]>({
    name: 'intake-advance',
    text: `update latest l set valid_from = n.f, valid_to = n.t, period = n.p, value = n.v, status = n.st, entry = n.e,
        simulated = n.sim, revision = n.r, recorded_at = n.a, message_id = n.m, row_no = n.n
      from (${ROWS}) n where l.series_id = n.s and (n.t, n.f) > (l.valid_to, l.valid_from)
      returning l.series_id`,
    values: values(list),
    rowMode: 'array',
  })
  return new Set(rows.map(([series]) => series))
}

/** Puts the newest of each series in place; returns the series whose newest value it now is. */
export async function upsertLatest(
  client: pg.PoolClient,
  list: readonly NewObservation[],
): Promise<Set<number>> {
  if (!list.length) return new Set()
  const { rows } = await client.query<[series: number]>({
    name: 'intake-latest',
    text: `insert into latest as l (${COLUMNS}) ${ROWS}
      on conflict (series_id) do update set valid_from = excluded.valid_from, valid_to = excluded.valid_to,
        period = excluded.period, value = excluded.value, status = excluded.status, entry = excluded.entry,
        simulated = excluded.simulated, revision = excluded.revision, recorded_at = excluded.recorded_at,
        message_id = excluded.message_id, row_no = excluded.row_no
      where (excluded.valid_to, excluded.valid_from) >= (l.valid_to, l.valid_from)
      returning l.series_id`,
    values: values(list),
    rowMode: 'array',
  })
  return new Set(rows.map(([series]) => series))
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
