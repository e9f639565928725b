import type pg from 'pg'
import type { SilenceView } from '../../../shared/api/duty.ts'
import { RUNGS, type Rung } from '../../../shared/ladder.ts'
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

/** Silences that have not ended. */
export async function readOpen(pool: pg.Pool): Promise<Silence[]> {
  const { rows } = await pool.query<Row>(
    `${SILENCE} where not exists (select from silence_step k where k.silence_id = s.id and k.step = 'ended')`,
  )
  return rows.map(silence)
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
    const { since, plan, steps } = silence(r)
    return {
      ladder: {
        since,
        rungs: RUNGS.map((rung) => ({ rung, dueAt: plan[rung], at: steps[rung] ?? null })),
        acknowledgedAt: steps.acknowledged ?? null,
      },
      endedAt: steps.ended ?? null,
      endedAs: r.ended_as,
    }
  })
}
