import type pg from 'pg'
import type { PreviewView, RuleInput } from '../../shared/api/checks.ts'
import type { CatalogueSnapshot } from '../catalogue/index.ts'
import { instancesOf } from './compile.ts'
import { momentOf } from './moments.ts'
import { readTasks, type Task } from './readings.ts'
import type { Instance, Judged } from './types.ts'

/** Past periods looked at, and quarters of an hour for what has none. */
const PERIODS = 12
const INSTANTS = 96
const QUARTER = 900_000
/** A rule over every series of every province is tried on a part of them. */
const MOST_TASKS = 20_000
const AT_ONCE = 500

/** A rule as it would have judged the past, nothing written. Newest first. */
export async function tryOut(
  pool: pg.Pool,
  input: RuleInput,
  now: CatalogueSnapshot,
): Promise<{ places: number; tasks: Task[]; judged: Judged[] }> {
  const rule = { id: 0, code: '', version: 0, input, changedAt: 0, changedBy: '' }
  const instances = instancesOf(rule, now)
  const periods = await recentPeriods(pool, [...new Set(instances.flatMap((i) => i.touches))])
  const end = Math.floor(Date.now() / QUARTER) * QUARTER
  const tasks = instances
    .flatMap((instance): Task[] =>
      instance.instant
        ? Array.from({ length: INSTANTS }, (_, i) => ({
            instance,
            moment: { period: null, from: end - i * QUARTER, to: end - i * QUARTER },
            asOf: end - i * QUARTER,
          }))
        : periodsOf(instance, periods, now).flatMap((period): Task[] => {
            const moment = momentOf(period, now.indicatorById(instance.indicator)?.cutoff ?? 'calendar')
            return moment ? [{ instance, moment, asOf: null }] : []
          }),
    )
    .slice(0, MOST_TASKS)
  const judged: Judged[] = []
  for (let i = 0; i < tasks.length; i += AT_ONCE) {
    const part = tasks.slice(i, i + AT_ONCE)
    const read = await readTasks(pool, part, now)
    for (const [n, { instance, moment }] of part.entries()) judged.push(instance.judge(read[n]!, moment))
  }
  return { places: instances.length, tasks, judged }
}

function periodsOf(instance: Instance, periods: Map<number, string[]>, now: CatalogueSnapshot): string[] {
  const own = instance.touches.flatMap((s) =>
    now.series(s)?.indicator.id === instance.indicator ? (periods.get(s) ?? []) : [],
  )
  return [...new Set(own)].sort().reverse().slice(0, PERIODS)
}

/** The newest periods that each series has. */
async function recentPeriods(pool: pg.Pool, series: number[]): Promise<Map<number, string[]>> {
  const { rows } = await pool.query<{ series: number; periods: string[] }>(
    `select s as series, array(select o.period from observation o where o.series_id = s and o.period is not null
       group by o.period order by max(o.valid_to) desc limit $2) as periods from unnest($1::int[]) s`,
    [series, PERIODS],
  )
  return new Map(rows.map((r) => [r.series, r.periods]))
}

export type Tried = Pick<PreviewView, 'places' | 'moments' | 'fired' | 'incomplete'> & {
  shown: { task: Task; judged: Judged }[]
}
const SHOWN = 100

export function summary({ places, tasks, judged }: Awaited<ReturnType<typeof tryOut>>): Tried {
  const count = (outcome: Judged['outcome']) => judged.filter((j) => j.outcome === outcome).length
  const shown = tasks
    .map((task, i) => ({ task, judged: judged[i]! }))
    .filter(({ judged }) => judged.outcome === 'failed')
    .sort((a, b) => b.task.moment.to - a.task.moment.to)
    .slice(0, SHOWN)
  return { places, moments: judged.length, fired: count('failed'), incomplete: count('incomplete'), shown }
}
