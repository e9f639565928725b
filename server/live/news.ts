import type pg from 'pg'

/** What a connection's last messages said: whether anything was new, and when something last was (ms; null = not within the time asked). */
export type News = { id: string; newsAt: number | null; unchanged: boolean }

/** Of the time from `from` up to `until` (ms), for the connections that sent anything in it. */
export async function readNews(
  pool: pg.Pool,
  ids: readonly string[],
  from: number,
  until: number,
): Promise<News[]> {
  // The newest messages of a connection are found by its index; the newest with news is seldom far behind.
  const { rows } = await pool.query<News>(
    `select c.id, l.unchanged,
       (select floor(extract(epoch from received_at) * 1000)::float8 from message
        where connection_id = c.id and received_at >= $2 and received_at <= $3 and accepted > 0
        order by received_at desc limit 1) "newsAt"
     from unnest($1::text[]) c(id) cross join lateral (
       select accepted = 0 and refused = 0 unchanged from message
       where connection_id = c.id and received_at >= $2 and received_at <= $3
       order by received_at desc limit 1) l`,
    [ids, new Date(from), new Date(until)],
  )
  return rows
}
