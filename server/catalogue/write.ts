import type pg from 'pg'
import { keyOf, type LoadedCatalogue, type UnitKey } from './load/index.ts'

/** Rows as one JSON parameter: any number of them in one statement. */
const each = (columns: string) => `jsonb_to_recordset($1::jsonb) as r(${columns})`

/** Writes a valid catalogue over what is there: new rows are added, changed ones updated; no unit, indicator or target is deleted. */
export async function writeCatalogue(client: pg.ClientBase, c: LoadedCatalogue): Promise<void> {
  const run = (sql: string, ...rows: object[][]) =>
    client.query(
      sql,
      rows.map((list) => JSON.stringify(list)),
    )
  await run(
    `insert into section select no, name_vi, name_en, short_vi, short_en
     from ${each('no smallint, name_vi text, name_en text, short_vi text, short_en text')}
     on conflict (no) do update set name_vi = excluded.name_vi, name_en = excluded.name_en,
       short_vi = excluded.short_vi, short_en = excluded.short_en`,
    c.sections.map((s) => ({
      no: s.no,
      name_vi: s.name.vi,
      name_en: s.name.en,
      short_vi: s.short.vi,
      short_en: s.short.en,
    })),
  )
  await run(
    `insert into unit (code, kind, valid_from, valid_to, lon, lat, iso) select code, kind, "from", "to", lon, lat, iso
     from ${each('code text, kind text, "from" date, "to" date, lon float8, lat float8, iso text')}
     on conflict (code, valid_from) do update set kind = excluded.kind, valid_to = excluded.valid_to,
       lon = excluded.lon, lat = excluded.lat, iso = excluded.iso`,
    c.units.map(({ code, kind, from, to, lon, lat, iso }) => ({ code, kind, from, to, lon, lat, iso })),
  )
  const { rows } = await client.query<{ id: number; code: string; from: string }>(
    'select id, code, valid_from as "from" from unit',
  )
  const ids = new Map(rows.map((r) => [keyOf(r), r.id]))
  const id = (key: UnitKey) => ids.get(keyOf(key)) ?? null
  // A listed unit has the names and parents listed: one whose first day was corrected must not stay beside its old self.
  for (const [table, list] of [
    ['unit_name', c.names],
    ['unit_parent', c.parents],
  ] as const)
    await run(
      `delete from ${table} t using ${each('unit int')} where t.unit_id = r.unit and not exists (
         select from jsonb_to_recordset($2::jsonb) as n(unit int, "from" date)
         where n.unit = t.unit_id and n."from" = t.valid_from)`,
      c.units.map((u) => ({ unit: id(u) })),
      list.map((n) => ({ unit: id(n.unit), from: n.from })),
    )
  await run(
    `insert into unit_name (unit_id, valid_from, name_vi, name_en, type) select unit, "from", vi, en, type
     from ${each('unit int, "from" date, vi text, en text, type text')}
     on conflict (unit_id, valid_from) do update set name_vi = excluded.name_vi, name_en = excluded.name_en, type = excluded.type`,
    c.names.map((n) => ({ unit: id(n.unit), from: n.from, vi: n.vi, en: n.en, type: n.type })),
  )
  await run(
    `insert into unit_parent (unit_id, parent_id, valid_from, valid_to) select unit, parent, "from", "to"
     from ${each('unit int, parent int, "from" date, "to" date')}
     on conflict (unit_id, valid_from) do update set parent_id = excluded.parent_id, valid_to = excluded.valid_to`,
    c.parents.map((p) => ({ unit: id(p.unit), parent: id(p.parent), from: p.from, to: p.to })),
  )
  await run(
    `insert into unit_succession (from_id, to_id, day, method, weight) select old, new, day, method, weight
     from ${each('old int, new int, day date, method text, weight float8')}
     on conflict (from_id, to_id) do update set day = excluded.day, method = excluded.method, weight = excluded.weight`,
    c.succession.map((s) => ({
      old: id(s.old),
      new: id(s.new),
      day: s.day,
      method: s.method,
      weight: s.weight,
    })),
  )
  await run(
    `insert into measure select code, vi, en, dimension, factor
     from ${each('code text, vi text, en text, dimension text, factor float8')}
     on conflict (code) do update set symbol_vi = excluded.symbol_vi, symbol_en = excluded.symbol_en,
       dimension = excluded.dimension, factor = excluded.factor`,
    c.measures.map((m) => ({ code: m.code, ...m.symbol, dimension: m.dimension, factor: m.factor })),
  )
  await run(
    `insert into indicator (code, section_no, name_vi, name_en, short_vi, short_en, measure, period, level, owner_code,
       direction, aggregation, weight_code, cutoff, decimals, basis, in_national_set, classification)
     select code, section, name_vi, name_en, short_vi, short_en, measure, period, level, owner, direction, aggregation,
       weight, cutoff, decimals, basis, national, coalesce(classified, case when national then 'public' else 'internal' end)
     from ${each(`code text, section smallint, name_vi text, name_en text, short_vi text, short_en text, measure text,
       period text, level text, owner text, direction text, aggregation text, weight text, cutoff text,
       decimals smallint, basis text, national boolean, classified text`)}
     on conflict (code) do update set section_no = excluded.section_no, name_vi = excluded.name_vi,
       name_en = excluded.name_en, short_vi = excluded.short_vi, short_en = excluded.short_en,
       measure = excluded.measure, period = excluded.period, level = excluded.level, owner_code = excluded.owner_code,
       direction = excluded.direction, aggregation = excluded.aggregation, weight_code = excluded.weight_code,
       cutoff = excluded.cutoff, decimals = excluded.decimals, basis = excluded.basis,
       in_national_set = excluded.in_national_set, classification = case when $2::jsonb @> jsonb_build_array(jsonb_build_object('code', excluded.code))
         then excluded.classification else indicator.classification end`,
    c.indicators.map((i) => ({
      code: i.code,
      section: i.section,
      name_vi: i.name.vi,
      name_en: i.name.en,
      short_vi: i.short.vi,
      short_en: i.short.en,
      measure: i.measure,
      period: i.period,
      level: i.level,
      owner: i.ownerCode,
      direction: i.direction,
      aggregation: i.aggregation,
      weight: i.weightCode,
      cutoff: i.cutoff,
      decimals: i.decimals,
      basis: i.basis,
      national: i.inNationalSet,
      classified: i.classification,
    })),
    // Whose file says nothing of it stay as they are.
    c.indicators.filter((i) => i.classification).map((i) => ({ code: i.code })),
  )
  // A changed target is a new row: which one held when is kept. The newest counts.
  await run(
    `insert into target (indicator_id, unit_id, period, comparator, value, value_high, source)
     select i.id, r.unit, r.period, r.comparator, r.value, r.high, r.source
     from ${each('indicator text, unit int, period text, comparator text, value float8, high float8, source text')}
     join indicator i on i.code = r.indicator
     where not exists (select from (select distinct on (indicator_id, unit_id, period) * from target
         where not simulated order by indicator_id, unit_id, period, recorded_at desc, id desc) t
       where t.indicator_id = i.id and t.unit_id = r.unit and t.period = r.period and t.comparator = r.comparator
         and t.value = r.value and t.value_high is not distinct from r.high and t.source = r.source)`,
    c.targets.map((t) => ({
      indicator: t.indicator,
      unit: id(t.unit),
      period: t.period,
      comparator: t.comparator,
      value: t.value,
      high: t.valueHigh,
      source: t.source,
    })),
  )
}
