// The limit: rows go into a table of the same shape by one prepared statement, and nothing else is done for them.
import pg from 'pg'
import { serve } from '../child.ts'

export type Loaded = { rows: number; commits: number; ms: number }
const COLUMNS = `series_id, valid_from, valid_to, period, value, status, entry, simulated, revision, recorded_at,
  message_id, row_no`
const INSERT = {
  name: 'bench-insert',
  text: `insert into bench.observation (${COLUMNS})
    select s, to_timestamp(f / 1000), to_timestamp(t / 1000), p, v, st, e, sim, r, to_timestamp(at / 1000), m, n
    from unnest($1::int[], $2::float8[], $3::float8[], $4::text[], $5::float8[], $6::text[], $7::text[], $8::bool[],
      $9::int[], $10::float8[], $11::bigint[], $12::int[]) as x(s, f, t, p, v, st, e, sim, r, at, m, n)`,
}
let where: pg.ClientConfig = {}

/** The twelve columns of one insert: values change and instants advance, as the sources' do. */
function columns(first: number, rows: number, series: number, message: number): unknown[][] {
  const at = Date.now()
  const list = <T>(of: (i: number) => T) => Array.from({ length: rows }, (_, i) => of(i))
  return [
    list((i) => ((first + i) % series) + 1),
    list(() => at),
    list(() => at),
    list(() => null),
    list((i) => (((first + i) * 7_919) % 1_000_003) / 100),
    list(() => 'official'),
    list(() => 'machine'),
    list(() => true),
    list(() => 0),
    list(() => at),
    list(() => message),
    list((i) => i + 1),
  ]
}

serve({
  /** A schema of its own on the same database: the same columns, partitions and index. */
  async prepare(config: pg.ClientConfig) {
    where = config
    const client = new pg.Client(where)
    await client.connect()
    await client.query(`create schema bench;
      create table bench.observation (like observation including all) partition by range (recorded_at);
      create table bench.observation_past partition of bench.observation for values from (minvalue) to ('2020-01-01');
      create table bench.observation_now partition of bench.observation for values from ('2020-01-01') to (maxvalue)`)
    await client.end()
  },
  /** Inserts for so long over so many connections, each waiting for its commit before the next. */
  async insert(rows: number, connections: number, series: number, ms: number): Promise<Loaded> {
    const clients = Array.from({ length: connections }, () => new pg.Client(where))
    await Promise.all(clients.map((c) => c.connect()))
    const out = { rows: 0, commits: 0 }
    const from = performance.now()
    await Promise.all(
      clients.map(async (client, n) => {
        let first = Math.floor((n * series) / connections)
        while (performance.now() - from < ms) {
          await client.query({ ...INSERT, values: columns(first, rows, series, out.commits) })
          first += rows
          out.rows += rows
          out.commits++
        }
      }),
    )
    const took = performance.now() - from
    await Promise.all(clients.map((c) => c.end()))
    return { ...out, ms: took }
  },
  stop() {},
})
