import type pg from 'pg'
import type { StepKind as DisputeStepKind } from '../../../shared/api/checks.ts'
import type { StepKind as DirectiveStepKind } from '../../../shared/directive.ts'

/** Between two moments, ms. */
export type Span = { from: number; to: number }
const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`

/** How connections stood since `from` (ms): the state that held then, and each change after. */
export async function readStates(
  db: pg.Pool,
  ids: readonly string[],
  from: number,
): Promise<Map<string, { at: number; state: string }[]>> {
  const { rows } = await db.query<{ id: string; at: number; state: string }>(
    `select id, at, state from (
       (select distinct on (connection_id) connection_id as id, $2::float8 as at, state, 0 as n from connection_state
        where connection_id = any($1) and at < to_timestamp($2 / 1000.0) order by connection_id, at desc)
       union all
       (select connection_id, floor(extract(epoch from at) * 1000)::float8, state, 1 from connection_state
        where connection_id = any($1) and at >= to_timestamp($2 / 1000.0) limit 100000)) x
     order by id, at, n`,
    [ids, from],
  )
  const found = new Map<string, { at: number; state: string }[]>()
  for (const { id, at, state } of rows) found.set(id, [...(found.get(id) ?? []), { at, state }])
  return found
}

/** `total`: how many there are, of which the newest `limit` are read. Steps oldest first. */
export type PastDispute = {
  unit: number
  indicator: number
  steps: { at: number; kind: DisputeStepKind }[]
  total: number
}
/** Disputes of these checks (none named = all) that stood at some time of the span, newest first. */
export async function readPastDisputes(
  db: pg.Pool,
  checks: readonly string[],
  { from, to }: Span,
  limit: number,
): Promise<PastDispute[]> {
  const { rows } = await db.query<PastDispute>(
    `select d.unit_id as unit, d.indicator_id as indicator, s.steps, count(*) over ()::int as total
     from dispute d join check_rule r on r.id = d.rule_id cross join lateral (
       select json_agg(json_build_object('at', ${ms('at')}, 'kind', kind) order by id) as steps, max(at) as newest,
         (array_agg(kind order by id desc))[1] as last
       from dispute_step where dispute_id = d.id) s
     where (cardinality($1::text[]) = 0 or r.code = any($1)) and d.opened_at < $3
       and (s.newest >= $2 or s.last <> all ('{corrected,closed,arbitrated}'))
     order by d.id desc limit $4`,
    [checks, new Date(from), new Date(to), limit],
  )
  return rows
}

/** Steps that lead to another state, and versions, oldest first; `total` as above. */
export type PastDirective = {
  id: number
  addressee: number
  versions: { at: number; due: number }[]
  steps: { at: number; kind: DirectiveStepKind }[]
  total: number
}
/** Directives that were given and open at some time of the span, newest first. */
export async function readPastDirectives(
  db: pg.Pool,
  { from, to }: Span,
  limit: number,
): Promise<PastDirective[]> {
  const { rows } = await db.query<PastDirective>(
    `select d.id::int as id, d.addressee_id as addressee, count(*) over ()::int as total,
       (select json_agg(json_build_object('at', ${ms('v.at')}, 'due', ${ms('v.due')}) order by v.version)
        from directive_version v where v.directive_id = d.id) as versions,
       (select json_agg(json_build_object('at', ${ms('s.at')}, 'kind', s.kind) order by s.n) from directive_step s
        where s.directive_id = d.id and s.kind = any ('{issue,accept,complete,return,close,withdraw}')) as steps
     from directive d
     where exists (select from directive_step i where i.directive_id = d.id and i.kind = 'issue' and i.at < $2)
       and not exists (select from directive_step e where e.directive_id = d.id and e.kind in ('close', 'withdraw')
         and e.at < $1)
     order by d.id desc limit $3`,
    [new Date(from), new Date(to), limit],
  )
  return rows
}

/** A value that was the newest from `at` until `until` (null = it still is), about a time that ended at `base`; ms. */
export type Stood = { at: number; base: number; until: number | null }
/**
 * The newest `limit` values of a series that stood for `least` ms or longer after the end of their own time, oldest first:
 * only then can it have been late. `read`: how many values were looked through.
 */
export async function readStood(
  db: pg.Pool,
  series: number,
  { from, to }: Span,
  least: number,
  limit: number,
): Promise<{ read: number; stood: Stood[] }> {
  const { rows } = await db.query<{ read: number } & (Stood | { at: null })>(
    `with own as (
       (select $2::timestamptz as at, valid_to as base from observation
        where series_id = $1 and recorded_at < $2::timestamptz order by valid_to desc limit 1)
       union all
       select recorded_at, valid_to from observation
       where series_id = $1 and recorded_at >= $2::timestamptz and recorded_at < $3::timestamptz),
     moved as (
       select at, base, max(base) over (order by at, base rows between unbounded preceding and 1 preceding) as before
       from own),
     stood as (
       select at, base, lead(at) over (order by at, base) as until from moved where before is null or base > before)
     select c.read, ${ms('s.at')} as at, ${ms('s.base')} as base, ${ms('s.until')} as until
     from (select count(*)::int as read from own) c left join stood s
       on coalesce(s.until, $3::timestamptz) - s.base >= make_interval(secs => $4::float8 / 1000)
     order by s.at desc nulls last limit $5`,
    [series, new Date(from), new Date(to), least, limit],
  )
  const stood = rows.flatMap((r) => (r.at === null ? [] : [{ at: r.at, base: r.base, until: r.until }]))
  return { read: rows[0]?.read ?? 0, stood: stood.reverse() }
}
