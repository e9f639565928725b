import type pg from 'pg'
import type { SilenceView } from '../../../shared/api/duty.ts'
import { type Ladder, RUNGS, type Rung } from '../../../shared/ladder.ts'
import type { Plan } from './plan.ts'

export type Step = Rung | 'acknowledged' | 'ended'
export type Silence = {
  id: number
  connection: string
  since: number
  plan: Plan
  /** When each step was done (ms). */
  steps: Partial<Record<Step, number>>
}
type Row = {
  id: string
  connection: string
  since: Date
  owner_at: Date
  duty_at: Date
  propose_at: Date
  steps: { step: Step; at: number }[] | null
}

const SILENCE = `select s.id, s.connection_id as connection, s.since, s.owner_at, s.duty_at, s.propose_at,
    (select json_agg(json_build_object('step', k.step, 'at', floor(extract(epoch from k.at) * 1000)))
     from silence_step k where k.silence_id = s.id) as steps
  from silence s`

const silence = (r: Row): Silence => ({
  id: Number(r.id),
  connection: r.connection,
  since: r.since.getTime(),
  plan: { owner: r.owner_at.getTime(), duty: r.duty_at.getTime(), propose: r.propose_at.getTime() },
  steps: Object.fromEntries((r.steps ?? []).map(({ step, at }) => [step, at])),
})

/** As far as it was climbed by `at` (ms). */
export function ladderOf({ since, plan, steps }: Silence, at = Infinity): Ladder {
  const by = (step: Step) => {
    const done = steps[step] ?? null
    return done !== null && done <= at ? done : null
  }
  const rungs = RUNGS.map((rung) => ({ rung, dueAt: plan[rung], at: by(rung) }))
  return { since, rungs, acknowledgedAt: by('acknowledged') }
}

/** Silences that have not ended. */
export async function readOpen(pool: pg.Pool): Promise<Silence[]> {
  const { rows } = await pool.query<Row>(
    `${SILENCE} where not exists (select from silence_step k where k.silence_id = s.id and k.step = 'ended')`,
  )
  return rows.map(silence)
}

/** The ladders that stood at `at` (ms), by connection, as far as they were climbed by then. */
export async function readLaddersAt(pool: pg.Pool, at: number): Promise<Map<string, Ladder>> {
  const { rows } = await pool.query<Row>(
    `${SILENCE} where s.since <= $1 and not exists (
       select from silence_step k where k.silence_id = s.id and k.step = 'ended' and k.at <= $1) order by s.since`,
    [new Date(at)],
  )
  return new Map(rows.map((r) => [r.connection, ladderOf(silence(r), at)]))
}

/** Writes a silence, or finds it written already. */
export async function openSilence(
  client: pg.ClientBase,
  connection: string,
  since: number,
  plan: Plan,
): Promise<Silence> {
  const at = (ms: number) => new Date(ms)
  await client.query(
    `insert into silence (connection_id, since, owner_at, duty_at, propose_at) values ($1, $2, $3, $4, $5)
     on conflict (connection_id, since) do nothing`,
    [connection, at(since), at(plan.owner), at(plan.duty), at(plan.propose)],
  )
  const { rows } = await client.query<Row>(`${SILENCE} where s.connection_id = $1 and s.since = $2`, [
    connection,
    at(since),
  ])
  if (!rows[0]) throw new Error('no silence was written')
  return silence(rows[0])
}

/** Each step once: the first time holds. Returns when (ms). */
export async function writeStep(
  client: Pick<pg.ClientBase, 'query'>,
  id: number,
  step: Step,
  detail: Record<string, string | number> = {},
): Promise<number> {
  await client.query(
    'insert into silence_step (silence_id, step, detail) values ($1, $2, $3) on conflict do nothing',
    [id, step, JSON.stringify(detail)],
  )
  const { rows } = await client.query<{ at: Date }>(
    'select at from silence_step where silence_id = $1 and step = $2',
    [id, step],
  )
  return rows[0]?.at.getTime() ?? Date.now()
}

/** The last silences of a connection, newest first. */
export async function readSilences(pool: pg.Pool, connection: string, limit: number): Promise<SilenceView[]> {
  const { rows } = await pool.query<Row & { ended_as: string | null }>(
    `${SILENCE.replace(
      ' from silence s',
      `, (select k.detail->>'as' from silence_step k
       where k.silence_id = s.id and k.step = 'ended') as ended_as from silence s`,
    )}
     where s.connection_id = $1 order by s.since desc limit $2`,
    [connection, limit],
  )
  return rows.map((r) => {
    const s = silence(r)
    return {
      ladder: ladderOf(s),
      endedAt: s.steps.ended ?? null,
      endedAs: r.ended_as,
    }
  })
}
