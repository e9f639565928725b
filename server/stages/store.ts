import type pg from 'pg'
import type { StageSetup } from '../../shared/api/stages.ts'
import type { StageStep } from '../../shared/stage.ts'

/** The steps since the last change of stage, that one included, oldest first. */
export async function readSteps(db: pg.Pool | pg.ClientBase): Promise<StageStep[]> {
  const { rows } = await db.query<Omit<StageStep, 'at'> & { at: Date }>(
    `select s.kind, s.at, a.display_name "by", s.no, s.cause, s.item
     from stage_step s left join account a on a.id = s.account_id
     where s.id >= (select max(id) from stage_step where kind = 'changed') order by s.id`,
  )
  return rows.map((r) => ({ ...r, at: r.at.getTime() }))
}

export async function readHistory(
  db: pg.Pool,
  limit: number,
): Promise<{ no: number; at: number; by: string | null; cause: string }[]> {
  const { rows } = await db.query<{ no: number; at: Date; by: string | null; cause: string }>(
    `select s.no, s.at, a.display_name "by", s.cause from stage_step s left join account a on a.id = s.account_id
     where s.kind = 'changed' order by s.id desc limit $1`,
    [limit],
  )
  return rows.map((r) => ({ ...r, at: r.at.getTime() }))
}

export const lockStages = (client: pg.ClientBase) =>
  client.query("select pg_advisory_xact_lock(hashtext('stage_step'))")

export async function insertStep(
  client: pg.ClientBase,
  s: Pick<StageStep, 'kind' | 'no' | 'cause' | 'item'> & { account: number },
): Promise<void> {
  await client.query(
    'insert into stage_step (account_id, kind, no, cause, item) values ($1, $2, $3, $4, $5)',
    [s.account, s.kind, s.no, s.cause, s.item],
  )
}

export async function readSetup(db: pg.Pool): Promise<{ stages: StageSetup[]; delivered: boolean }> {
  const { rows } = await db.query<{ stages: StageSetup[]; by_account: number | null }>(
    'select stages, by_account from stage_setup order by id desc limit 1',
  )
  const newest = rows[0]
  if (!newest) throw new Error('the stages are not set up')
  return { stages: newest.stages, delivered: newest.by_account === null }
}
export async function insertSetup(
  client: pg.ClientBase,
  stages: readonly StageSetup[],
  by: number,
): Promise<void> {
  await client.query('insert into stage_setup (stages, by_account) values ($1, $2)', [
    JSON.stringify(stages),
    by,
  ])
}
