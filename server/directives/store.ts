import type pg from 'pg'
import type { Priority, StepKind } from '../../shared/directive.ts'
import type { Comparator } from '../../shared/vocabulary.ts'
import type { Origin } from './origin.ts'

export type StepFile = {
  id: number
  name: string
  mime: string
  bytes: number
  sha256: string
  at: number
  by: string
}
export type Step = {
  n: number
  kind: StepKind
  at: number
  by: string | null
  /** The unit of the bridge point where it was done, which came by a link. */
  byUnit: number | null
  files: StepFile[]
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
  /** The number that people speak of it by. */
  edition: number
  origin: Origin | null
  at: number
  by: string
}
/** The text as it was hashed; the hash in hex. */
export type Snapshot = { body: string; sha256: string }
/** An account, or a bridge point without one; null is the system. */
export type Doer = { account: number | null; point: string | null } | null
/** Times in ms; versions and steps oldest first. */
export type Directive = {
  id: number
  batch: string
  addresseeId: number
  session: string | null
  document: string | null
  snapshotId: number | null
  snapshotAt: number | null
  indicatorId: number | null
  unitId: number | null
  simulated: boolean
  createdAt: number
  createdBy: string
  /** The unit of the person who gave it. */
  giverUnitId: number
  versions: Version[]
  steps: Step[]
}
type Queryable = Pick<pg.ClientBase, 'query'>

const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`
const FILE = `json_build_object('id', f.id, 'name', f.name, 'mime', f.mime, 'bytes', f.bytes,
  'sha256', encode(f.sha256, 'hex'), 'at', ${ms('f.at')}, 'by', u.display_name)`
const DIRECTIVE = `select d.id::int, d.batch, d.addressee_id as "addresseeId", d.session_id as session, d.document,
    d.snapshot_id::int as "snapshotId",
    (select floor(extract(epoch from x.at) * 1000)::float8 from directive_snapshot x where x.id = d.snapshot_id) as "snapshotAt",
    d.indicator_id as "indicatorId", d.unit_id as "unitId", d.simulated, ${ms('d.created_at')} as "createdAt",
    a.display_name as "createdBy", a.unit_id as "giverUnitId",
    (select json_agg(json_build_object('version', v.version, 'text', v.text, 'due', ${ms('v.due')}, 'priority', v.priority,
       'comparator', v.comparator, 'target', v.target, 'targetHigh', v.target_high, 'holdDays', v.hold_days,
       'edition', coalesce(v.edition, v.version), 'origin', v.origin, 'at', ${ms('v.at')}, 'by', p.display_name) order by v.version)
     from directive_version v join account p on p.id = v.by where v.directive_id = d.id) as versions,
    (select coalesce(json_agg(json_build_object('n', s.n, 'kind', s.kind, 'at', ${ms('s.at')}, 'by', p.display_name,
       'byUnit', b.unit_id, 'note', s.note, 'detail', s.detail, 'files', coalesce(f.files, '[]')) order by s.n), '[]')
     from directive_step s left join account p on p.id = s.by left join bridge_point b on b.id = s.by_point
       left join lateral (select json_agg(${FILE} order by f.id) as files from directive_step_file l
         join directive_file f on f.id = l.file_id join account u on u.id = f.by
         where l.directive_id = s.directive_id and l.n = s.n) f on true
     where s.directive_id = d.id) as steps
  from directive d join account a on a.id = d.created_by`

export async function readDirective(db: Queryable, id: number): Promise<Directive | null> {
  return (await db.query<Directive>(`${DIRECTIVE} where d.id = $1`, [id])).rows[0] ?? null
}

export async function readDirectivesOf(db: Queryable, ids: readonly number[]): Promise<Directive[]> {
  return (await db.query<Directive>(`${DIRECTIVE} where d.id = any($1)`, [ids])).rows
}

/** What has no end is open or a draft. */
const ENDED = 'exists (select from directive_end e where e.directive_id = d.id)'
const ISSUED = `exists (select from directive_step e where e.directive_id = d.id and e.kind = 'issue')`
const WHICH = {
  open: `${ISSUED} and not ${ENDED}`,
  done: `${ISSUED} and ${ENDED}`,
  draft: `not ${ISSUED} and not ${ENDED}`,
  /** All but the open ones. */
  rest: `(${ENDED} or not ${ISSUED})`,
  all: 'true',
}
export type Question = {
  which: keyof typeof WHICH
  addressees: number[] | null
  session: string | null
  document?: string | null
  before: number | null
}
/** Newest first. */
export async function readDirectives(db: Queryable, q: Question, limit: number): Promise<Directive[]> {
  const { rows } = await db.query<Directive>(
    `${DIRECTIVE} where ${WHICH[q.which]} and ($1::int[] is null or d.addressee_id = any($1))
       and ($2::text is null or d.session_id = $2) and ($3::bigint is null or d.id < $3)
       and ($5::text is null or d.document = $5)
     order by d.id desc limit $4`,
    [q.addressees, q.session, q.before, limit, q.document ?? null],
  )
  return rows
}

export async function readTitles(db: Queryable, sessions: string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; title: string }>(
    'select id, title from bridge_session where id = any($1)',
    [sessions],
  )
  return new Map(rows.map((r) => [r.id, r.title]))
}

export type NewDirective = Pick<
  Directive,
  'batch' | 'addresseeId' | 'session' | 'document' | 'snapshotId' | 'indicatorId' | 'unitId' | 'simulated'
>
export async function insertDirective(db: Queryable, d: NewDirective, by: number): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into directive (batch, addressee_id, session_id, document, indicator_id, unit_id, simulated, created_by, snapshot_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id::int`,
    [d.batch, d.addresseeId, d.session, d.document, d.indicatorId, d.unitId, d.simulated, by, d.snapshotId],
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
    `insert into directive_version (directive_id, version, text, due, priority, comparator, target, target_high, hold_days, by,
       edition, origin)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[id, v.version, v.text, new Date(v.due), v.priority, v.comparator, v.target, v.targetHigh],
      ...[v.holdDays, by, v.edition, v.origin === null ? null : JSON.stringify(v.origin)],
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
  by: Doer,
): Promise<void> {
  await db.query(
    `insert into directive_step (directive_id, n, kind, by, by_point, note, detail)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, s.n, s.kind, by?.account ?? null, by?.point ?? null, s.note, JSON.stringify(s.detail)],
  )
}

export async function insertSnapshot(db: Queryable, s: { body: string; sha256: Buffer }): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'insert into directive_snapshot (body, sha256) values ($1, $2) returning id::int',
    [s.body, s.sha256],
  )
  return rows[0]?.id ?? 0
}

export async function readSnapshot(db: Queryable, id: number): Promise<Snapshot | null> {
  const { rows } = await db.query<Snapshot>(
    `select body, encode(sha256, 'hex') as sha256 from directive_snapshot where id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** The message that brought the newest value of a series; null when it is computed. */
export async function messageOf(db: Queryable, series: number): Promise<string | null> {
  const { rows } = await db.query<{ message: string }>(
    'select message_id::text as message from latest where series_id = $1',
    [series],
  )
  return rows[0]?.message ?? null
}
