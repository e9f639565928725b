import type pg from 'pg'
import type { Scenario } from '../../../shared/api/exercise.ts'
import type { Act, ClockSet } from '../../../shared/exercise/course.ts'

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

export type Kept = {
  id: string
  scenario: Scenario
  startedAt: number
  endedAt: number | null
}
export type Step = {
  at: number
  kind: 'clock' | 'inject' | 'acknowledged'
  inject: string | null
  actor: string | null
  detail: { minute?: number; speed?: number; running?: boolean; taken?: boolean | null; answer?: string }
}

/** The one exercise of this world. */
export async function readKept(db: pg.Pool | pg.ClientBase): Promise<Kept | null> {
  const { rows } = await db.query<Kept>(
    `select id, scenario, ${MS('started_at')} "startedAt", ${MS('ended_at')} "endedAt" from exercise limit 1`,
  )
  return rows[0] ?? null
}

export async function insertKept(client: pg.ClientBase, id: string, scenario: Scenario, by: string) {
  await client.query('insert into exercise (id, scenario, started_by) values ($1, $2, $3)', [
    id,
    JSON.stringify(scenario),
    by,
  ])
}

export async function endKept(client: pg.ClientBase, reason: 'finished' | 'stopped'): Promise<void> {
  await client.query(
    'update exercise set ended_at = clock_timestamp(), end_reason = $1 where ended_at is null',
    [reason],
  )
}

/** False when that inject was recorded, or that message acknowledged, before. */
export async function addStep(db: pg.Pool | pg.ClientBase, step: Omit<Step, 'at'>): Promise<boolean> {
  const { rowCount } = await db.query(
    'insert into exercise_step (kind, inject, actor, detail) values ($1, $2, $3, $4) on conflict do nothing',
    [step.kind, step.inject, step.actor, step.detail],
  )
  return rowCount === 1
}

export async function readSteps(db: pg.Pool): Promise<Step[]> {
  const { rows } = await db.query<Step>(
    `select ${MS('at')} at, kind, inject, actor, detail from exercise_step order by id`,
  )
  return rows
}

export const clockOf = (steps: readonly Step[]): ClockSet[] =>
  steps.flatMap(({ at, kind, detail: { minute, speed, running } }) =>
    kind === 'clock' && minute !== undefined && speed !== undefined && running !== undefined
      ? [{ at, minute, speed, running }]
      : [],
  )

/** What people did, oldest first: all of it is in the audit, and what happened in sessions in theirs. */
export async function readActs(db: pg.Pool, from: number): Promise<Act[]> {
  const { rows } = await db.query<Act>(
    `select * from (
       select ${MS('at')} at, actor, action, subject from audit_entry
       where at >= $1 and actor not in ('system', 'nobody')
       union all
       select ${MS('at')} at, actor, 'bridge.' || kind action, 'session:' || session_id subject from bridge_event
       where at >= $1 and actor like 'account:%') x
     order by at limit 20000`,
    [new Date(from)],
  )
  return rows
}
