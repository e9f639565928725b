import type pg from 'pg'
import type { Scenario } from '../../../shared/api/exercise.ts'
import { type Act, type ClockSet, earlyBy } from '../../../shared/exercise/course.ts'
import type { Sent } from '../driver/orders.ts'
import type { Ended } from './conduct.ts'

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

export type Kept = {
  id: string
  scenario: Scenario
  startedBy: string
  startedAt: number
  endedAt: number | null
  endReason: Ended | null
  /** When it was last seen to run. */
  seenAt: number | null
}
export type Step = {
  at: number
  kind: 'clock' | 'inject' | 'acknowledged'
  inject: string | null
  actor: string | null
  detail: {
    minute?: number
    speed?: number
    running?: boolean
    taken?: boolean | null
    answer?: string
    alert?: Sent | null
  }
}

/** The one exercise of this world. */
export async function readKept(db: pg.Pool | pg.ClientBase): Promise<Kept | null> {
  const { rows } = await db.query<Kept>(
    `select id, scenario, started_by "startedBy", ${MS('started_at')} "startedAt", ${MS('ended_at')} "endedAt",
       end_reason "endReason", ${MS('seen_at')} "seenAt" from exercise limit 1`,
  )
  return rows[0] ?? null
}

export async function insertKept(client: pg.ClientBase, id: string, scenario: Scenario, by: string) {
  await client.query('insert into exercise (id, scenario, started_by, seen_at) values ($1, $2, $3, now())', [
    id,
    JSON.stringify(scenario),
    by,
  ])
}

/** When an exercise that has not ended was seen to run last. */
export const cutAtOf = ({ seenAt, startedAt }: Kept, steps: readonly Step[]): number =>
  Math.max(seenAt ?? startedAt, steps.at(-1)?.at ?? 0)

const GOES_ON_MS = 12 * 3_600_000
/** One that was cut off longer ago is over: its people have gone home. */
export const isTooOld = (cutAt: number): boolean => Date.now() - cutAt > GOES_ON_MS

/** It runs, as of now. */
export async function markSeen(db: pg.Pool): Promise<void> {
  await db.query('update exercise set seen_at = clock_timestamp() where ended_at is null')
}

export async function endKept(client: pg.ClientBase, reason: Ended): Promise<void> {
  await client.query(
    'update exercise set ended_at = clock_timestamp(), end_reason = $1 where ended_at is null',
    [reason],
  )
}

/** False when that inject was recorded, or that message acknowledged, before. `at`: now, unless it is told. */
export async function addStep(
  db: pg.Pool | pg.ClientBase,
  step: Omit<Step, 'at'> & { at?: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into exercise_step (at, kind, inject, actor, detail)
     values (coalesce($5, clock_timestamp()), $1, $2, $3, $4) on conflict do nothing`,
    [step.kind, step.inject, step.actor, step.detail, step.at === undefined ? null : new Date(step.at)],
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

/** The injects that came, and by how many minutes each before its own. */
export const cameOf = ({ injects }: Scenario, steps: readonly Step[]): Record<string, number> =>
  Object.fromEntries(
    steps.flatMap(({ kind, inject, detail: { minute } }) => {
      const found = kind === 'inject' ? injects.find((i) => i.id === inject) : undefined
      return found ? [[found.id, earlyBy(found, minute ?? found.at)]] : []
    }),
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
