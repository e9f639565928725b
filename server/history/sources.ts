import type { FastifyInstance } from 'fastify'
import { dayOf, nameOn } from '../catalogue/index.ts'
import type { SeriesPoint } from './store.ts'

type Source = {
  connection: string
  name: { vi: string; en: string }
  agency: { vi: string; en: string }
  series: number
  lastMessageAt: number | null
}

function source(
  app: FastifyInstance,
  id: string | null,
  series: number,
  at: number,
  lastMessageAt: number | null,
): Source[] {
  const c = id === null ? undefined : app.intake.connections.get(id)
  const agency = c && app.catalogue.now().unitById(c.agencyId)
  if (!c || !agency) return []
  const { vi, en } = nameOn(agency, dayOf(at))
  return [{ connection: c.id, name: c.name, agency: { vi, en }, series, lastMessageAt }]
}

/** Who supplies these series now. */
export function sourcesNow(app: FastifyInstance, series: number[]): Source[] {
  const by = Map.groupBy(series, (id) => app.trust.connectionOf(id))
  return [...by].flatMap(([id, of]) =>
    source(
      app,
      id,
      of.length,
      Date.now(),
      id === null ? null : (app.trust.connection(id)?.lastMessageAt ?? null),
    ),
  )
}

/** Who had supplied these values, and when each had last sent by the instant `at` (ms). */
export async function sourcesThen(
  app: FastifyInstance,
  values: readonly SeriesPoint[],
  at: number,
): Promise<Source[]> {
  const { rows } = await app.db.readPool.query<{ id: string; n: number; last: Date | null }>(
    `select c.id, c.n, l.received_at as last from (
       select connection_id as id, count(*)::int n from unnest($1::bigint[]) v(message) join message m on m.id = v.message
       group by 1) c
     left join lateral (select received_at from message where connection_id = c.id and received_at <= $2
       order by received_at desc limit 1) l on true order by c.id`,
    [values.map((v) => v.message), new Date(at)],
  )
  return rows.flatMap((r) => source(app, r.id, r.n, at, r.last?.getTime() ?? null))
}
