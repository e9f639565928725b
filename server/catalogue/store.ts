import type pg from 'pg'
import type { Indicator, Measure, Section, Succession, Target, Unit } from './types.ts'

type Queryable = Pick<pg.Pool, 'query'>
export type Snapshot = {
  sections: Section[]
  units: Unit[]
  measures: Measure[]
  indicators: Indicator[]
  targets: Target[]
  succession: Succession[]
  series: { id: number; indicatorId: number; unitId: number }[]
}

/** The whole catalogue, small enough (thousands of rows) to be held in memory. */
export async function readSnapshot(db: Queryable): Promise<Snapshot> {
  const words = (column: string, as: string) =>
    `json_build_object('vi', ${column}_vi, 'en', ${column}_en) as ${as}`
  const [sections, units, measures, indicators, targets, succession, series] = await Promise.all([
    db.query(`select no, ${words('name', 'name')}, ${words('short', 'short')} from section order by no`),
    db.query(`select u.id, u.code, u.kind, u.valid_from as "validFrom", u.valid_to as "validTo", u.lon, u.lat, u.iso,
      coalesce((select json_agg(json_build_object('from', n.valid_from, 'vi', n.name_vi, 'en', n.name_en, 'type', n.type)
        order by n.valid_from) from unit_name n where n.unit_id = u.id), '[]') as names,
      coalesce((select json_agg(json_build_object('unitId', p.parent_id, 'from', p.valid_from, 'to', p.valid_to)
        order by p.valid_from) from unit_parent p where p.unit_id = u.id), '[]') as parents
      from unit u order by u.code, u.valid_from`),
    db.query(`select code, ${words('symbol', 'symbol')}, dimension, factor from measure`),
    db.query(`select id, code, section_no as section, ${words('name', 'name')}, ${words('short', 'short')}, measure,
      period, level, owner_code as "ownerCode", direction, aggregation, weight_code as "weightCode", cutoff, decimals,
      basis, in_national_set as "inNationalSet", classification from indicator order by section_no, code`),
    db.query(`select distinct on (indicator_id, unit_id, period) indicator_id as "indicatorId", unit_id as "unitId",
      period, comparator, value, value_high as "valueHigh", source, simulated from target
      order by indicator_id, unit_id, period, recorded_at desc, id desc`),
    db.query(`select from_id as "fromId", to_id as "toId", day, method, weight from unit_succession`),
    db.query(`select id, indicator_id as "indicatorId", unit_id as "unitId" from series`),
  ])
  return {
    sections: sections.rows,
    units: units.rows,
    measures: measures.rows,
    indicators: indicators.rows,
    targets: targets.rows,
    succession: succession.rows,
    series: series.rows,
  }
}

/** Creates the series that are not there yet; returns all ids in the order asked. */
export async function ensureSeries(
  db: Queryable,
  pairs: { indicatorId: number; unitId: number }[],
): Promise<number[]> {
  const columns = [pairs.map((p) => p.indicatorId), pairs.map((p) => p.unitId)]
  await db.query(
    'insert into series (indicator_id, unit_id) select * from unnest($1::int[], $2::int[]) order by 1, 2 on conflict do nothing',
    columns,
  )
  const { rows } = await db.query<{ id: number }>(
    `select s.id from unnest($1::int[], $2::int[]) with ordinality as p(indicator_id, unit_id, n)
     join series s using (indicator_id, unit_id) order by n`,
    columns,
  )
  return rows.map((r) => r.id)
}

export type NewIndicator = Omit<Indicator, 'id'>

export async function insertIndicator(db: Queryable, i: NewIndicator): Promise<void> {
  await db.query(
    `insert into indicator (code, section_no, name_vi, name_en, short_vi, short_en, measure, period, level, owner_code,
      direction, aggregation, weight_code, cutoff, decimals, basis, in_national_set, classification)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)`,
    [
      i.code,
      i.section,
      i.name.vi,
      i.name.en,
      i.short.vi,
      i.short.en,
      i.measure,
      i.period,
      i.level,
      i.ownerCode,
      i.direction,
      i.aggregation,
      i.weightCode,
      i.cutoff,
      i.decimals,
      i.basis,
      i.inNationalSet,
      i.classification,
    ],
  )
}

/** A measure that an imported indicator brings and the catalogue lacks: its own dimension, convertible to nothing. */
export async function insertMeasure(db: Queryable, code: string): Promise<void> {
  await db.query(
    'insert into measure (code, symbol_vi, symbol_en, dimension, factor) values ($1, $1, $1, $1, 1) on conflict do nothing',
    [code],
  )
}
