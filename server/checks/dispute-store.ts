import type pg from 'pg'
import type { DisputeStep, StepKind } from '../../shared/api/checks.ts'

type Db = pg.Pool | pg.PoolClient

/** A rule at a unit and an indicator, about a period ('' = the newest instant). */
export type Place = { rule: number; unit: number; indicator: number; period: string }
export type StoredDispute = Place & {
  id: string
  version: number
  series: number[]
  openedAt: number
}
/** `steps`: oldest first. */
export type Dispute = StoredDispute & { steps: DisputeStep[] }

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`
const DISPUTE = `d.id, d.rule_id as rule, d.version, d.unit_id as unit, d.indicator_id as indicator, d.period, d.series,
  ${MS('d.opened_at')} as "openedAt"`

const STEPS = `(select json_agg(json_build_object('at', ${MS('s.at')}, 'kind', s.kind, 'actor', s.actor, 'note', s.note,
  'detail', s.detail) order by s.id) from dispute_step s where s.dispute_id = d.id) as steps`

export async function insertDispute(client: pg.PoolClient, d: Omit<StoredDispute, 'id'>): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into dispute (rule_id, version, unit_id, indicator_id, period, series, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [d.rule, d.version, d.unit, d.indicator, d.period, d.series, new Date(d.openedAt).toISOString()],
  )
  return rows[0]!.id
}

export type NewStep = {
  dispute: string
  kind: StepKind
  actor: string
  note?: string
  detail?: DisputeStep['detail']
}
/** Returns when it was taken, ms. */
export async function insertStep(client: pg.PoolClient, step: NewStep): Promise<number> {
  const { rows } = await client.query<{ at: number }>(
    `insert into dispute_step (dispute_id, kind, actor, note, detail) values ($1, $2, $3, $4, $5)
     returning ${MS('at')} as at`,
    [step.dispute, step.kind, step.actor, step.note ?? '', JSON.stringify(step.detail ?? {})],
  )
  return rows[0]!.at
}

/** The newest `limit` of all, newest first. */
export async function readDisputes(db: Db, limit: number): Promise<Dispute[]> {
  const { rows } = await db.query<Dispute>(
    `select ${DISPUTE}, ${STEPS} from dispute d order by d.id desc limit $1`,
    [limit],
  )
  return rows
}

export async function readDispute(db: Db, id: string): Promise<Dispute | null> {
  const { rows } = await db.query<Dispute>(`select ${DISPUTE}, ${STEPS} from dispute d where d.id = $1`, [id])
  return rows[0] ?? null
}

/** Those that stand. One is open only where the outcome that stands is not ok: what ended long ago is not looked through. */
export async function readOpenDisputes(db: Db): Promise<Dispute[]> {
  const { rows } = await db.query<Dispute>(
    `select ${DISPUTE}, ${STEPS} from check_standing n cross join lateral (
       select * from dispute where rule_id = n.rule_id and unit_id = n.unit_id and indicator_id = n.indicator_id
         and period = n.period order by id desc limit 1) d
     where n.outcome <> 'ok' and (select kind from dispute_step s where s.dispute_id = d.id order by id desc limit 1)
       <> all ('{corrected,closed,arbitrated}')`,
  )
  return rows
}

/** The last dispute of each place that had one, and when the numbers there last came to agree (ms). */
export async function readLastDisputes(
  db: Db,
  places: readonly Place[],
): Promise<(Dispute & { agreedAt: number | null })[]> {
  if (!places.length) return []
  const { rows } = await db.query<Dispute & { agreedAt: number | null }>(
    `select ${DISPUTE}, ${STEPS}, ${MS('n.agreed_at')} as "agreedAt"
     from unnest($1::int[], $2::int[], $3::int[], $4::text[]) p(rule, unit, indicator, period) cross join lateral (
       select * from dispute where rule_id = p.rule and unit_id = p.unit and indicator_id = p.indicator
         and period = p.period order by id desc limit 1) d
     left join check_standing n on n.rule_id = p.rule and n.unit_id = p.unit and n.indicator_id = p.indicator
       and n.period = p.period`,
    [
      places.map((p) => p.rule),
      places.map((p) => p.unit),
      places.map((p) => p.indicator),
      places.map((p) => p.period),
    ],
  )
  return rows
}
