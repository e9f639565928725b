import type pg from 'pg'
import type { LoadedCatalogue } from './load/index.ts'
import { type Problem, Problems } from './load/problem.ts'

/**
 * What a catalogue, right in itself, may not do to what is already there: what is not listed stays, so a listed unit must
 * not be in force beside one of its code; and values keep the measure they came in.
 */
export async function conflicts(client: pg.ClientBase, c: LoadedCatalogue): Promise<Problem[]> {
  const problems = new Problems()
  const measured = await client.query<{ line: number; measure: string }>(
    `select r.line, r.measure from jsonb_to_recordset($1::jsonb) as r(line int, code text, measure text)
     join indicator i on i.code = r.code and i.measure <> r.measure
     where exists (select from series s join latest l on l.series_id = s.id where s.indicator_id = i.id) order by 1`,
    [JSON.stringify(c.indicators.map(({ line, code, measure }) => ({ line, code, measure })))],
  )
  for (const { line, measure } of measured.rows)
    problems.add('indicators.csv', line, 'measure', 'MEASURE_CHANGED', measure)
  const kept = await client.query<{ line: number; column: 'kind' | 'valid_from'; value: string }>(
    `with listed as (select * from jsonb_to_recordset($1::jsonb)
       as r(line int, code text, kind text, "from" date, "to" date)),
     kept as (select * from unit u
       where not exists (select from listed l where l.code = u.code and l."from" = u.valid_from))
     select l.line, 'valid_from' as column, l."from"::text as value from listed l join kept k on k.code = l.code
       and daterange(k.valid_from, k.valid_to) && daterange(l."from", l."to")
     union all select l.line, 'kind', l.kind from listed l join kept k on k.kind = 'nation' and l.kind = 'nation'
     order by 1`,
    [JSON.stringify(c.units.map(({ line, code, kind, from, to }) => ({ line, code, kind, from, to })))],
  )
  for (const { line, column, value } of kept.rows)
    problems.add('units.csv', line, column, column === 'kind' ? 'NO_NATION' : 'OVERLAP', value)
  return problems.list
}
