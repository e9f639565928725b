import type pg from 'pg'
import type { Priority, StepKind } from '../../shared/directive.ts'
import type { Comparator } from '../../shared/vocabulary.ts'

export type Step = {
  n: number
  kind: StepKind
  at: number
  by: string | null
  note: string | null
  detail: Record<string, unknown>
}
export type Version = {
  version: number
  text: string
  due: number
  priority: Priority
  comparator: Comparator | null
  target: number | null
  targetHigh: number | null
  holdDays: number
  at: number
  by: string
}
/** Times in ms; versions and steps oldest first. */
export type Directive = {
  id: number
  batch: string
  addresseeId: number
  session: string | null
  document: string | null
  indicatorId: number | null
  unitId: number | null
  simulated: boolean
  createdAt: number
  createdBy: string
  versions: Version[]
  steps: Step[]
}
type Queryable = Pick<pg.ClientBase, 'query'>

const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`
const DIRECTIVE = `select d.id::int, d.batch, d.addressee_id as "addresseeId", d.session_id as session, d.document,
    d.indicator_id as "indicatorId", d.unit_id as "unitId", d.simulated, ${ms('d.created_at')} as "createdAt",
    a.display_name as "createdBy",
    (select json_agg(json_build_object('version', v.version, 'text', v.text, 'due', ${ms('v.due')}, 'priority', v.priority,
       'comparator', v.comparator, 'target', v.target, 'targetHigh', v.target_high, 'holdDays', v.hold_days,
       'at', ${ms('v.at')}, 'by', p.display_name) order by v.version)
     from directive_version v join account p on p.id = v.by where v.directive_id = d.id) as versions,
    (select coalesce(json_agg(json_build_object('n', s.n, 'kind', s.kind, 'at', ${ms('s.at')}, 'by', p.display_name,
       'note', s.note, 'detail', s.detail) order by s.n), '[]')
     from directive_step s left join account p on p.id = s.by where s.directive_id = d.id) as steps
  from directive d join account a on a.id = d.created_by`

export async function readDirective(db: Queryable, id: number): Promise<Directive | null> {
  return (await db.query<Directive>(`${DIRECTIVE} where d.id = $1`, [id])).rows[0] ?? null
}

/** The last step of a kind that ends a directive; what has none is open or a draft. */
const ENDED = `exists (select from directive_step e where e.directive_id = d.id and e.kind in ('close', 'withdraw'))`
const ISSUED = `exists (select from directive_step e where e.directive_id = d.id and e.kind = 'issue')`
const WHICH = {
  open: `${ISSUED} and not ${ENDED}`,
  done: `${ISSUED} and ${ENDED}`,
  draft: `not ${ISSUED} and not ${ENDED}`,
  all: 'true',
}
export type Question = {
  which: keyof typeof WHICH
  addressees: number[] | null
  session: string | null
  before: number | null
}
/** Newest first. */
export async function readDirectives(db: Queryable, q: Question, limit: number): Promise<Directive[]> {
  const { rows } = await db.query<Directive>(
    `${DIRECTIVE} where ${WHICH[q.which]} and ($1::int[] is null or d.addressee_id = any($1))
       and ($2::text is null or d.session_id = $2) and ($3::bigint is null or d.id < $3)
     order by d.id desc limit $4`,
    [q.addressees, q.session, q.before, limit],
  )
  return rows
}

export const sessionExists = async (db: Queryable, id: string): Promise<boolean> =>
  (await db.query('select from bridge_session where id = $1', [id])).rowCount === 1

export type NewDirective = Pick<
  Directive,
  'batch' | 'addresseeId' | 'session' | 'document' | 'indicatorId' | 'unitId' | 'simulated'
>
export async function insertDirective(db: Queryable, d: NewDirective, by: number): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into directive (batch, addressee_id, session_id, document, indicator_id, unit_id, simulated, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::int`,
    [d.batch, d.addresseeId, d.session, d.document, d.indicatorId, d.unitId, d.simulated, by],
  )
  if (!rows[0]) throw new Error('no directive was written')
  return rows[0].id
}

export async function insertVersion(
  db: Queryable,
  id: number,
  v: Omit<Version, 'at' | 'by'>,
  by: number,
): Promise<void> {
  await db.query(
    `insert into directive_version (directive_id, version, text, due, priority, comparator, target, target_high, hold_days, by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, v.version, v.text, new Date(v.due), v.priority, v.comparator, v.target, v.targetHigh],
      ...[v.holdDays, by],
    ],
  )
}

/** Holds the directive against everybody else who would act on it, until the transaction ends. */
export async function lockDirective(client: pg.ClientBase, id: number): Promise<Directive | null> {
  await client.query('select from directive where id = $1 for no key update', [id])
  return readDirective(client, id)
}

export async function insertStep(
  db: Queryable,
  id: number,
  s: Pick<Step, 'n' | 'kind' | 'note' | 'detail'>,
  by: number | null,
): Promise<void> {
  await db.query(
    'insert into directive_step (directive_id, n, kind, by, note, detail) values ($1, $2, $3, $4, $5, $6)',
    [id, s.n, s.kind, by, s.note, JSON.stringify(s.detail)],
  )
}
