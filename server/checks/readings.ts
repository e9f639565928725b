import type pg from 'pg'
import type { CatalogueSnapshot } from '../catalogue/index.ts'
import { momentOf, shifted, yearsFrom } from './moments.ts'
import type { Instance, Moment, Need, Reading } from './types.ts'

/** What to look up: the last value about exactly this time, or the last `limit` times that ended before it or then. */
export type Wish = {
  series: number
  from: number | null
  to: number
  connection: string | null
  limit: number
  /** Whether a time that ends exactly at `to` counts. */
  inclusive: boolean
}

/**
 * A need brought to its time; null = it has none. `asOf` (ms) is the instant that a check of newest values is about, null
 * where the newest known are meant.
 */
export function wishOf(need: Need, moment: Moment, asOf: number | null, now: CatalogueSnapshot): Wish | null {
  const { series, when, connection = null } = need
  if (series === undefined) return null
  if (typeof when === 'object')
    return { series, from: null, to: asOf ?? moment.to, connection, limit: when.last, inclusive: false }
  if (moment.period === null) {
    // Of newest instants only the present is known for certain: what is 'before' depends on who asks.
    if (when !== 'same') return null
    return { series, from: null, to: asOf ?? Number.MAX_SAFE_INTEGER, connection, limit: 1, inclusive: true }
  }
  const period =
    when === 'same'
      ? moment.period
      : when === 'before'
        ? shifted(moment.period, -1)
        : yearsFrom(moment.period, -1)
  const at = when === 'same' ? moment : momentOf(period, now.series(series)?.indicator.cutoff ?? 'calendar')
  return at && { series, from: at.from, to: at.to, connection, limit: 1, inclusive: true }
}

const LATEST = 8.64e15
const time = (ms: number) => new Date(ms).toISOString()

/** The readings of each wish, newest first, by one query. */
export async function readWishes(pool: pg.Pool, wishes: Wish[]): Promise<Reading[][]> {
  const found: Reading[][] = wishes.map(() => [])
  if (!wishes.length) return found
  const { rows } = await pool.query<Reading & { n: string }>(
    `select k.n, o.value, o.message, o.row, o."validFrom", o."validTo"
     from unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::int[], $7::boolean[])
       with ordinality as k(series, vf, lo, hi, conn, most, incl, n)
     cross join lateral (
       select distinct on (o.valid_to, o.valid_from) o.value, o.message_id as message, o.row_no as row,
         (extract(epoch from o.valid_from) * 1000)::float8 as "validFrom",
         (extract(epoch from o.valid_to) * 1000)::float8 as "validTo"
       from observation o
       where o.series_id = k.series and o.valid_to between k.lo and k.hi
         and (k.vf is null or o.valid_from = k.vf) and (k.incl or o.valid_to < k.hi)
         and (k.conn is null or exists (select from message m where m.id = o.message_id and m.connection_id = k.conn))
       order by o.valid_to desc, o.valid_from desc, o.recorded_at desc, o.revision desc
       limit k.most
     ) o
     order by k.n, o."validTo" desc`,
    [
      wishes.map((w) => w.series),
      wishes.map((w) => (w.from === null ? null : time(w.from))),
      wishes.map((w) => (w.from === null ? '-infinity' : time(w.to))),
      wishes.map((w) => (w.to >= LATEST ? 'infinity' : time(w.to))),
      wishes.map((w) => w.connection),
      wishes.map((w) => w.limit),
      wishes.map((w) => w.inclusive),
    ],
  )
  for (const { n, ...reading } of rows) found[Number(n) - 1]?.push(reading)
  return found
}

/** One instance at one moment, to be judged. */
export type Task = { instance: Instance; moment: Moment; asOf: number | null }

/** Everything that the tasks need, read at once; `known` gives what is at hand already. */
export async function readTasks(
  pool: pg.Pool,
  tasks: Task[],
  now: CatalogueSnapshot,
  known: (need: Need, task: Task) => Reading[] | undefined = () => undefined,
): Promise<Reading[][][]> {
  const wishes: Wish[] = []
  const places: { task: number; need: number }[] = []
  const out = tasks.map((task, t) =>
    task.instance.needs(task.moment, now).map((need, n) => {
      const own = known(need, task)
      if (own) return own
      const wish = wishOf(need, task.moment, task.asOf, now)
      if (wish) {
        wishes.push(wish)
        places.push({ task: t, need: n })
      }
      return []
    }),
  )
  const read = await readWishes(pool, wishes)
  for (const [i, { task, need }] of places.entries()) out[task]![need] = read[i] ?? []
  return out
}
