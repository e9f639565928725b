import type pg from 'pg'
import type { HandoverItem } from '../../shared/api/handover.ts'
import type { DutyPerson } from '../../shared/api/shifts.ts'
import type { HandoverStep } from '../../shared/handover.ts'
import type { ShiftRef } from '../../shared/shift.ts'
import { storableJson } from '../db/index.ts'
import type { DraftItem } from './news.ts'

type Db = pg.Pool | pg.ClientBase
export type StoredStep = HandoverStep & { by: string; detail: Record<string, unknown> }
/** Times are ms since 1970. */
export type Handover = {
  id: number
  position: string
  shift: ShiftRef
  next: ShiftRef
  outgoing: DutyPerson
  openedAt: number
  items: DraftItem[]
  steps: StoredStep[]
}
type Row = {
  id: string
  position_id: string
  shift_day: string
  shift_no: number
  next_day: string
  next_no: number
  outgoing_id: number
  username: string
  display_name: string
  opened_at: Date
  /** Drafts of before things were kept have none. */
  items: (HandoverItem & Partial<DraftItem>)[] | null
}
type StepRow = {
  handover_id: string
  at: Date
  account_id: number
  display_name: string
  kind: HandoverStep['kind']
  item: string | null
  remark: string | null
  names: number | null
  detail: Record<string, unknown>
}

async function withSteps(db: Db, rows: Row[]): Promise<Handover[]> {
  const { rows: steps } = await db.query<StepRow>(
    `select s.handover_id, s.at, s.account_id, a.display_name, s.kind, s.item, s.remark, s.names, s.detail
     from handover_step s join account a on a.id = s.account_id where s.handover_id = any($1) order by s.id`,
    [rows.map((r) => r.id)],
  )
  return rows.map((r) => ({
    id: Number(r.id),
    position: r.position_id,
    shift: { day: r.shift_day, no: r.shift_no },
    next: { day: r.next_day, no: r.next_no },
    outgoing: { account: r.outgoing_id, username: r.username, displayName: r.display_name },
    openedAt: r.opened_at.getTime(),
    items: (r.items ?? []).map((i) => ({ thing: i.key, passing: false, rule: null, ...i })),
    steps: steps
      .filter((s) => s.handover_id === r.id)
      .map(({ kind, at, account_id: account, display_name: by, item, remark, names, detail }) => ({
        ...{ kind, at: at.getTime(), account, by, item, remark, names, detail },
      })),
  }))
}
const HANDOVER = `select h.*, a.username, a.display_name,
    (select d.items from handover_draft d where d.handover_id = h.id order by d.id desc limit 1) items
  from handover h join account a on a.id = h.outgoing_id`

export async function readHandover(db: Db, id: number): Promise<Handover | null> {
  const { rows } = await db.query<Row>(`${HANDOVER} where h.id = $1`, [id])
  return (await withSteps(db, rows))[0] ?? null
}
/** Newest first. */
export async function readHandovers(db: Db, limit: number): Promise<Handover[]> {
  const { rows } = await db.query<Row>(`${HANDOVER} order by h.id desc limit $1`, [limit])
  return withSteps(db, rows)
}
/** Those of a position that have not ended. */
export async function readOpen(db: Db, position: string): Promise<Handover[]> {
  const { rows } = await db.query<Row>(
    `${HANDOVER} where h.position_id = $1 and not exists (select 1 from handover_step s
       where s.handover_id = h.id and s.kind in ('signed-incoming', 'relieved', 'superseded')) order by h.id`,
    [position],
  )
  return withSteps(db, rows)
}

/** One act on a position's handovers at a time. */
export const lockPosition = (client: pg.ClientBase, position: string) =>
  client.query("select pg_advisory_xact_lock(hashtext('handover'), hashtext($1))", [position])

export async function insertHandover(
  client: pg.ClientBase,
  h: { position: string; shift: ShiftRef; next: ShiftRef; outgoing: number },
): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `insert into handover (position_id, shift_day, shift_no, next_day, next_no, outgoing_id)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [h.position, h.shift.day, h.shift.no, h.next.day, h.next.no, h.outgoing],
  )
  return Number(rows[0]?.id)
}
export async function insertDraft(
  client: pg.ClientBase,
  id: number,
  items: readonly DraftItem[],
): Promise<void> {
  await client.query('insert into handover_draft (handover_id, items) values ($1, $2)', [
    id,
    storableJson(items),
  ])
}
export async function insertStep(
  client: pg.ClientBase,
  id: number,
  s: Pick<HandoverStep, 'kind' | 'account'> &
    Partial<Pick<StoredStep, 'item' | 'remark' | 'names' | 'detail'>>,
): Promise<void> {
  await client.query(
    'insert into handover_step (handover_id, account_id, kind, item, remark, names, detail) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, s.account, s.kind, s.item ?? null, s.remark ?? null, s.names ?? null, storableJson(s.detail ?? {})],
  )
}
/** Whoever it was, also who may stand watch no more: a signature keeps its name. */
export async function readNamed(db: Db, account: number): Promise<DutyPerson | null> {
  const { rows } = await db.query<DutyPerson>(
    'select id account, username, display_name "displayName" from account where id = $1',
    [account],
  )
  return rows[0] ?? null
}
/** Null for who may not stand watch in the nation's room. */
export async function readPerson(db: Db, account: number, nation: number): Promise<DutyPerson | null> {
  const { rows } = await db.query<DutyPerson>(
    `select id account, username, display_name "displayName" from account
     where id = $1 and unit_id = $2 and enabled and role in ('duty', 'administrator')`,
    [account, nation],
  )
  return rows[0] ?? null
}
