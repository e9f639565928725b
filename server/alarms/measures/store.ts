import type pg from 'pg'
import type { Measured } from './measure.ts'

const MS = (of: string) => `floor(extract(epoch from ${of}) * 1000)::float8`
/** More than a stretch of this kind holds in a room that works. */
const MOST = 200_000

/**
 * Each raising in the stretch (an alarm raised again counts again), and what stood at its end. Only the first raising of
 * an alarm carries when it was answered.
 */
export async function readMeasured(db: pg.Pool, from: number, to: number): Promise<Measured[]> {
  const { rows } = await db.query<Measured>(
    `select r.code as rule, a.title as subject,
       coalesce(s.detail->'facts'->>'severity', a.severity) as severity, ${MS('s.at')} as "raisedAt",
       case when s.kind = 'raised' then (select ${MS('min(k.at)')} from alarm_step k
         where k.alarm_id = a.id and k.kind = 'acknowledged') end as "acknowledgedAt",
       coalesce((select ${MS('min(e.at)')} from alarm_step e where e.alarm_id = a.id and e.kind = 'ended'),
         case when s.kind = 'again' then ${MS('s.at')} end) as "endedAt"
     from alarm_step s join alarm a on a.id = s.alarm_id join alarm_rule r on r.id = a.rule_id
     where s.kind in ('raised', 'again') and s.at < to_timestamp($2 / 1000.0)
       and (s.at >= to_timestamp($1 / 1000.0) or exists (select from alarm_open o where o.alarm_id = a.id))
     order by s.id limit ${MOST}`,
    [from, to],
  )
  return rows
}
