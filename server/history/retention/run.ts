import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { transaction } from '../../db/index.ts'
import { SKEW_MS } from '../store.ts'
import { dropMessages } from './messages.ts'
import { counted, type DueMonth, dueMonths, GOES, seriesOf } from './plan.ts'
import { dropResults } from './results.ts'
import { dropStates } from './states.ts'

/** What is done, or would be, to a month. `refused`: why it was left as it is. */
export type Outcome = {
  month: string
  indicators: string[]
  dropped: number
  kept: number
  refused: 'ROLLUPS_INCOMPLETE' | 'BUSY' | null
}

/** Any number no other room locks: one retention at a time, in this process or another. */
const LOCK = 7_200_822

/** Whether the roll-ups hold everything that is to go. */
async function rolledUp(client: pg.PoolClient, table: string, series: number[]): Promise<boolean> {
  const { rows } = await client.query<{ whole: boolean }>(
    `select coalesce((select max(o.message_id) from ${table} o where ${GOES}), 0) <= (select message_id from rollup_mark)
       and not exists (
         select from (
           select o.series_id, rollup_begin('day', o.valid_from) as t, count(distinct (o.valid_from, o.valid_to)) as n
           from ${table} o where ${GOES} group by 1, 2) g
         left join rollup_day r on r.series_id = g.series_id and r.t = g.t
         where r.count is null or r.count < g.n) as whole`,
    [series],
  )
  return rows[0]?.whole ?? false
}

/** Puts the month's surviving rows in the place of the month: the rest goes with its table, at once. */
async function replaceMonth(app: FastifyInstance, due: DueMonth, actor: string): Promise<Outcome> {
  const series = seriesOf(app, due)
  const { table } = due
  const done = { month: due.month, indicators: due.indicators.map((i) => i.code) }
  return transaction(app.db.pool, async (client) => {
    // No writer waits longer for us than this: a busy table is left for the next day.
    await client.query("set local lock_timeout = '2s'")
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    const { goes, stays } = await counted(client, table, series)
    if (goes > 0 && !(await rolledUp(client, table, series)))
      return { ...done, dropped: 0, kept: goes + stays, refused: 'ROLLUPS_INCOMPLETE' }
    if (goes > 0) {
      if (stays > 0) {
        await client.query(`create table ${table}_kept (like observation including all)`)
        await client.query(`insert into ${table}_kept select o.* from ${table} o where not ${GOES}`, [series])
        await client.query(
          `alter table ${table}_kept add constraint ${table}_month check (recorded_at is not null
             and recorded_at >= timestamptz '${due.month} 00:00:00+00' and recorded_at < timestamptz '${new Date(due.end).toISOString()}')`,
        )
      }
      await client.query(`alter table observation detach partition ${table}`)
      await client.query(`drop table ${table}`)
      if (stays > 0) {
        await client.query(`alter table ${table}_kept rename to ${table}`)
        await client.query(
          `alter table observation attach partition ${table}
           for values from ('${due.month} 00:00:00+00') to ('${new Date(due.end).toISOString()}')`,
        )
        await client.query(`alter table ${table} drop constraint ${table}_month`)
      }
    }
    await client.query(
      `insert into retention_month as r (month, indicators, dropped, kept, dropped_until) values ($1, $2, $3, $4, $5)
       on conflict (month) do update set
         indicators = (select array_agg(distinct i) from unnest(r.indicators || excluded.indicators) i), dropped = r.dropped + excluded.dropped,
         kept = excluded.kept, messages = null, dropped_until = excluded.dropped_until, done_at = clock_timestamp()`,
      [
        due.month,
        [...due.before, ...due.indicators.map((i) => i.id)],
        goes,
        stays,
        new Date(due.end + SKEW_MS),
      ],
    )
    if (goes > 0)
      await app.audit.record(
        {
          actor,
          action: 'retention.month-dropped',
          subject: due.month.slice(0, 7),
          detail: { dropped: goes, kept: stays, indicators: done.indicators },
        },
        client,
      )
    return { ...done, dropped: goes, kept: stays, refused: null }
  })
}

/**
 * Drops what is older than it is to be kept, month by month, the messages of which nothing is left, and how connections
 * stood and what checks found before any of it; `dryRun` says what would go and leaves it.
 */
export async function runRetention(
  app: FastifyInstance,
  { now, dryRun, actor }: { now: number; dryRun: boolean; actor: string },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const due of await dueMonths(app, now)) {
    const about = { month: due.month, indicators: due.indicators.map((i) => i.code) }
    if (dryRun) {
      const { goes, stays } = await counted(app.db.readPool, due.table, seriesOf(app, due))
      outcomes.push({ ...about, dropped: goes, kept: stays, refused: null })
      continue
    }
    try {
      const outcome = await replaceMonth(app, due, actor)
      outcomes.push(outcome)
      // A later month may hold the correction of a reading that is still here: months go in their order.
      if (outcome.refused) break
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && /^(55P03|40P01)$/.test(String(error.code))))
        throw error
      outcomes.push({ ...about, dropped: 0, kept: 0, refused: 'BUSY' })
      break
    }
  }
  if (!dryRun) {
    await dropMessages(app, actor)
    await dropStates(app, now, actor)
    await dropResults(app, now, actor)
  }
  return outcomes
}
