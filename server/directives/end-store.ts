import type pg from 'pg'
import type { Published } from '../../shared/directive.ts'

type Queryable = Pick<pg.ClientBase, 'query'>
export type Ended = Extract<Published, 'doneOnTime' | 'doneLate'>

/** How it ended; null = it was withdrawn. Nothing leads out of an end. */
export const insertEnd = (db: Queryable, id: number, ended: Ended | null) =>
  db.query('insert into directive_end (directive_id, outcome) values ($1, $2)', [id, ended ?? 'withdrawn'])

/** What is done, counted whole and by each of these; the others are null. */
export type EndedCount = {
  by: 'all' | 'addressee' | 'session' | 'document'
  addressee: number | null
  session: string | null
  document: string | null
  ended: Ended
  n: number
}
/** `addressees`: those of these alone; null = of all. */
export async function countEnded(db: Queryable, addressees: number[] | null): Promise<EndedCount[]> {
  const { rows } = await db.query<EndedCount>(
    `select case when grouping(d.addressee_id) = 0 then 'addressee' when grouping(d.session_id) = 0 then 'session'
         when grouping(d.document) = 0 then 'document' else 'all' end as by,
       d.addressee_id as addressee, d.session_id as session, d.document, e.outcome as ended, count(*)::int as n
     from directive_end e join directive d on d.id = e.directive_id
     where e.outcome <> 'withdrawn' and ($1::int[] is null or d.addressee_id = any($1))
     group by grouping sets ((e.outcome), (d.addressee_id, e.outcome), (d.session_id, e.outcome), (d.document, e.outcome))`,
    [addressees],
  )
  return rows
}
