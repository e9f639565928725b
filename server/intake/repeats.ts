import type pg from 'pg'
import { storable } from '../db/index.ts'
import { byteas, instants, integers, texts } from './arrays.ts'
import type { Prepared } from './commit.ts'
import type { Answer } from './types.ts'

export type Earlier = { id: string; sha256: Buffer; answer: Answer }
/** The message that one repeats: in the database, or by its place in the batch; null = it is new. */
export type Repeated = Earlier | number | null

/**
 * How long the same bytes without a key are a retry of what was sent. Later their source speaks anew: it is heard, and what
 * has not changed costs no revision.
 */
const RETRY_MS = 10 * 60_000

/**
 * For each of the batch, in its order. A key is the source's word and holds for ever. Content repeats its connection's newest
 * message only: a source that goes back to what it sent before another value takes that value back.
 */
export async function repeats(client: pg.PoolClient, batch: Prepared[]): Promise<Repeated[]> {
  return inOrder(batch, await known(client, batch))
}

/** By the database alone: the message of the same key, else the connection's newest with rows when it was read as the same. */
async function known(client: pg.PoolClient, batch: Prepared[]): Promise<(Earlier | undefined)[]> {
  const { rows } = await client.query<Earlier & { n: number }>({
    name: 'intake-repeats',
    text: `select k.n, m.id, m.sha256, m.answer
      from unnest($1::text[], $2::text[], $3::bytea[], $4::int[], $5::int[], $6::int[], $7::int[], $8::text[],
        $9::text[], $10::text[], $11::timestamptz[])
        as k(connection_id, key, sha256, contract, n, refused, settings, decoder, decoder_version, mapping, since)
      cross join lateral (
        (select id, sha256, answer from message
         where k.key is not null and connection_id = k.connection_id and idempotency_key = k.key)
        union all
        (select id, sha256, answer from
           (select id, sha256, answer, contract_version, refused, settings_version, decoder, decoder_version, mapping,
              received_at
            from message
            where k.key is null and connection_id = k.connection_id and accepted + unchanged + refused > 0
            order by id desc limit 1) newest
         where sha256 = k.sha256 and contract_version = k.contract and refused = k.refused
           and settings_version is not distinct from nullif(k.settings, 0) and decoder = k.decoder
           and decoder_version = k.decoder_version and mapping is not distinct from k.mapping::jsonb
           and received_at >= k.since)
      ) m`,
    values: [
      texts(batch.map((m) => m.connectionId)),
      texts(batch.map((m) => m.idempotencyKey)),
      byteas(batch.map((m) => m.sha256)),
      integers(batch.map((m) => m.contractVersion)),
      integers(batch.map((_, i) => i)),
      integers(batch.map((m) => m.refused.length)),
      integers(batch.map((m) => m.settingsVersion ?? 0)),
      texts(batch.map((m) => m.decoder)),
      texts(batch.map((m) => m.decoderVersion)),
      texts(batch.map((m) => (m.mapping === null ? null : storable(m.mapping)))),
      // What we fetch ourselves says by the same bytes that nothing changed, however late; that is kept as a contact.
      instants(batch.map((m) => (m.settingsVersion === null ? m.receivedAt - RETRY_MS : 0))),
    ],
  })
  const found: (Earlier | undefined)[] = batch.map(() => undefined)
  for (const { n, ...earlier } of rows) found[n] = earlier
  return found
}

/** With what stands before each in its own batch. */
export function inOrder(batch: readonly Prepared[], earlier: readonly (Earlier | undefined)[]): Repeated[] {
  /** Places of the new messages, by connection and key. */
  const byKey = new Map<string, number>()
  /** Place of each connection's newest message with rows, among the new ones. */
  const newest = new Map<string, number>()
  return batch.map((m, i): Repeated => {
    // A message without rows says only that its source is alive, each time anew.
    const says = m.rows.length > 0 || m.refused.length > 0
    const key = m.idempotencyKey === null ? null : `${m.connectionId}/${m.idempotencyKey}`
    const before = key === null ? newest.get(m.connectionId) : byKey.get(key)
    const twin = before === undefined ? undefined : batch[before]
    if (key !== null || says) {
      if (before !== undefined && twin && (key !== null || readAsSame(twin, m))) return before
      if (before === undefined && earlier[i]) return earlier[i]
    }
    if (key !== null) byKey.set(key, i)
    if (says) newest.set(m.connectionId, i)
    return null
  })
}

/** The same bytes read by the same settings, contract and decoder, and judged alike (a unit may have come, a day have passed). */
const readAsSame = (a: Prepared, b: Prepared): boolean =>
  a.sha256.equals(b.sha256) &&
  a.contractVersion === b.contractVersion &&
  a.refused.length === b.refused.length &&
  a.settingsVersion === b.settingsVersion &&
  a.decoder === b.decoder &&
  a.decoderVersion === b.decoderVersion &&
  a.mapping === b.mapping
