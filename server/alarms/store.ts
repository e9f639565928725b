import type pg from 'pg'
import {
  type AlarmKind,
  type AlarmSeverity,
  type AlarmStep,
  type AlarmStepKind,
  lifeOf,
} from '../../shared/alarm.ts'
import type { AlarmRuleInput } from '../../shared/api/alarms.ts'
import { storableJson } from '../db/index.ts'
import type { Alarm, Facts, Occurrence, Rule } from './types.ts'

type Db = Pick<pg.ClientBase, 'query'>
export type NewStep = {
  alarm: number
  kind: AlarmStepKind
  by?: { account: number; name: string } | null
  note?: string | null
  detail?: Record<string, unknown>
}
const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`

/** Writes steps in their order; each comes back with its time. */
export async function insertSteps(
  db: Db,
  steps: readonly NewStep[],
): Promise<(AlarmStep & { alarm: number })[]> {
  if (!steps.length) return []
  const { rows } = await db.query<{ at: number }>(
    `insert into alarm_step (alarm_id, kind, by, note, detail)
     select x.alarm, x.kind, x.by, x.note, x.detail
     from jsonb_to_recordset($1::jsonb) as x (alarm bigint, kind text, by int, note text, detail jsonb)
     returning ${ms('at')} as at`,
    [
      storableJson(
        steps.map((s) => ({
          alarm: s.alarm,
          kind: s.kind,
          by: s.by?.account ?? null,
          note: s.note ?? null,
          detail: s.detail ?? {},
        })),
      ),
    ],
  )
  return steps.map((s, i) => ({
    alarm: s.alarm,
    kind: s.kind,
    at: rows[i]?.at ?? Date.now(),
    by: s.by ?? null,
    note: s.note ?? null,
    detail: s.detail ?? {},
  }))
}

/** Writes alarms and opens them; their ids and times by rule and place. */
export async function insertAlarms(
  db: Db,
  list: readonly { rule: Rule; facts: Facts; occurrence: Occurrence }[],
): Promise<{ id: number; rule: number; place: string; raisedAt: number }[]> {
  if (!list.length) return []
  const { rows } = await db.query<{ id: string; rule: number; place: string; raisedAt: number }>(
    `with written as (
       insert into alarm (rule_id, version, place, kind, severity, unit_id, series_id, connection_id, attention_id,
         title, text, detail, simulated, since)
       select x.rule, x.version, x.place, x.kind, x.severity, x.unit, x.series, x.connection, x.attention, x.title, x.text,
         x.detail, x.simulated, to_timestamp(x.since / 1000.0)
       from jsonb_to_recordset($1::jsonb) as x (rule int, version int, place text, kind text, severity text, unit int,
         series int, connection text, attention bigint, title jsonb, text jsonb, detail jsonb, simulated bool, since float8)
       returning id, rule_id, place, raised_at),
     opened as (insert into alarm_open (alarm_id, rule_id, place) select id, rule_id, place from written)
     select id, rule_id as rule, place, ${ms('raised_at')} as "raisedAt" from written`,
    [
      storableJson(
        list.map(({ rule, facts: { place }, occurrence: f }) => ({
          ...{ rule: rule.id, version: rule.version, place },
          ...{ kind: rule.input.condition.kind, severity: f.severity },
          ...{ unit: f.unitId, series: f.series, connection: f.connection, attention: f.attention },
          ...{ title: f.title, text: f.text, detail: f.detail, simulated: f.simulated, since: f.since },
        })),
      ),
    ],
  )
  return rows.map((r) => ({ ...r, id: Number(r.id) }))
}

/** Holds the rows of open alarms until the transaction ends; gives those that are still open. */
export async function lockOpen(db: Db, ids: readonly number[]): Promise<Set<number>> {
  if (!ids.length) return new Set()
  const { rows } = await db.query<{ id: string }>(
    'select alarm_id as id from alarm_open where alarm_id = any($1::bigint[]) order by alarm_id for update',
    [ids],
  )
  return new Set(rows.map((r) => Number(r.id)))
}

export async function closeAlarms(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length) await db.query('delete from alarm_open where alarm_id = any($1::bigint[])', [ids])
}

type StepRow = {
  kind: AlarmStepKind
  at: number
  by: number | null
  name: string | null
  note: string | null
  detail: Record<string, unknown>
}
const STEPS = `(select coalesce(json_agg(json_build_object('kind', s.kind, 'at', ${ms('s.at')}, 'by', s.by,
  'name', c.display_name, 'note', s.note, 'detail', s.detail) order by s.id), '[]')
  from alarm_step s left join account c on c.id = s.by where s.alarm_id = a.id)`
type AlarmRow = {
  id: string
  rule: number
  code: string
  version: number
  input: AlarmRuleInput
  place: string
  kind: AlarmKind
  severity: AlarmSeverity
  unitId: number | null
  series: number | null
  connection: string | null
  attention: string | null
  title: Facts['title']
  text: Facts['text']
  detail: Record<string, unknown>
  simulated: boolean
  since: number
  raisedAt: number
  /** Of its newest raising, when that was not the first. */
  latest: Occurrence | null
  steps: StepRow[]
}
const LATEST = `(select s.detail->'facts' from alarm_step s
  where s.alarm_id = a.id and s.kind = 'again' and s.detail ? 'facts' order by s.id desc limit 1)`
const ALARM = `select a.id, a.rule_id as rule, r.code, a.version, v.rule as input, a.place, a.kind, a.severity,
  a.unit_id as "unitId", a.series_id as series, a.connection_id as connection, a.attention_id as attention, a.title, a.text,
  a.detail, a.simulated, ${ms('a.since')} as since, ${ms('a.raised_at')} as "raisedAt", ${LATEST} as latest,
  ${STEPS} as steps
  from alarm a join alarm_rule r on r.id = a.rule_id
  join alarm_rule_version v on v.rule_id = a.rule_id and v.version = a.version`

const stepOf = (s: StepRow): AlarmStep => ({
  kind: s.kind,
  at: s.at,
  by: s.by === null ? null : { account: s.by, name: s.name ?? '' },
  note: s.note,
  detail: s.detail,
})
const alarmOf = ({ id, rule, code, version, input, attention, latest, steps, ...r }: AlarmRow) => {
  const all = steps.map(stepOf)
  const alarm: Alarm = {
    ...r,
    id: Number(id),
    attention: attention === null ? null : Number(attention),
    ...latest,
    rule: { id: rule, code, version, input },
    life: lifeOf(all),
  }
  return { alarm, steps: all }
}

export async function readOpen(db: Db): Promise<Alarm[]> {
  const { rows } = await db.query<AlarmRow>(`${ALARM} join alarm_open o on o.alarm_id = a.id order by a.id`)
  return rows.map((r) => alarmOf(r).alarm)
}
export async function readAlarm(db: Db, id: number): Promise<{ alarm: Alarm; steps: AlarmStep[] } | null> {
  const { rows } = await db.query<AlarmRow>(`${ALARM} where a.id = $1`, [id])
  return rows[0] ? alarmOf(rows[0]) : null
}
export async function readMany(db: Db, ids: readonly number[]): Promise<Alarm[]> {
  if (!ids.length) return []
  const { rows } = await db.query<AlarmRow>(`${ALARM} where a.id = any($1::bigint[]) order by a.id`, [ids])
  return rows.map((r) => alarmOf(r).alarm)
}
/** Those already open at these rules' places: written by an attempt whose answer was lost. */
export async function readOpenAt(db: Db, keys: { rule: number; place: string }[]): Promise<Alarm[]> {
  if (!keys.length) return []
  const { rows } = await db.query<AlarmRow>(
    `${ALARM} join alarm_open o on o.alarm_id = a.id
     join jsonb_to_recordset($1::jsonb) as x (rule int, place text) on x.rule = o.rule_id and x.place = o.place`,
    [storableJson(keys)],
  )
  return rows.map((r) => alarmOf(r).alarm)
}
/** Alarms raised in [from, to) (ms), the newest first. */
export async function readRaised(
  db: Db,
  { from, to, limit, units }: { from: number; to: number; limit: number; units: number[] | null },
): Promise<Alarm[]> {
  const { rows } = await db.query<AlarmRow>(
    `${ALARM} where a.raised_at >= to_timestamp($1 / 1000.0) and a.raised_at < to_timestamp($2 / 1000.0)
     and ($4::int[] is null or a.unit_id = any($4)) order by a.id desc limit $3`,
    [from, to, limit, units],
  )
  return rows.map((r) => alarmOf(r).alarm)
}
/** Ended alarms, the newest raised first. */
export async function readEnded(
  db: Db,
  { before, limit, units }: { before: number | null; limit: number; units: number[] | null },
): Promise<Alarm[]> {
  const { rows } = await db.query<AlarmRow>(
    `${ALARM} where not exists (select from alarm_open o where o.alarm_id = a.id)
     and ($1::bigint is null or a.id < $1) and ($3::int[] is null or a.unit_id = any($3)) order by a.id desc limit $2`,
    [before, limit, units],
  )
  return rows.map((r) => alarmOf(r).alarm)
}
