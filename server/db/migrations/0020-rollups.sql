-- Roll-ups of each series by minute, hour and day of Viet Nam, by valid time: the newest revision of each time counts.
-- Instants have all three; a named period has the day that it begins on. They live for ever.
create table rollup_minute (
  series_id integer not null,
  t timestamptz not null,              -- the bucket's beginning
  count integer not null,              -- different times in it
  min double precision not null, max double precision not null, sum double precision not null,
  first double precision not null, first_at timestamptz not null,
  last double precision not null, last_at timestamptz not null,
  recorded_from timestamptz not null,  -- the oldest knowledge in it, superseded or not
  recorded_at timestamptz not null,    -- the newest
  primary key (series_id, t)
) with (fillfactor = 80);
create table rollup_hour (like rollup_minute including all) with (fillfactor = 80);
create table rollup_day (like rollup_minute including all) with (fillfactor = 80);

-- Everything up to this message is rolled up. Ids are taken under the writers' lock: they come in commit order.
create table rollup_mark (
  one boolean primary key default true check (one),
  message_id bigint not null default 0
);
insert into rollup_mark default values;

create function rollup_width(level text) returns interval language sql immutable as $$
  select case level when 'minute' then interval '1 minute' when 'hour' then interval '1 hour' else interval '24 hours' end
$$;
-- Whole days begin at 17:00 UTC, midnight in Viet Nam; hours and minutes fall together.
create function rollup_begin(level text, at timestamptz) returns timestamptz language sql immutable as $$
  select date_bin(rollup_width(level), at, timestamptz '1999-12-31 17:00:00+00')
$$;

-- Buckets worked out anew from the rows, as known before `known` (null = now), of messages up to `upto` (null = all).
create function rollup_raw(level text, series integer[], begins timestamptz[], known timestamptz, upto bigint)
returns table (
  series_id integer, t timestamptz, count integer, min double precision, max double precision, sum double precision,
  first double precision, first_at timestamptz, last double precision, last_at timestamptz,
  recorded_from timestamptz, recorded_at timestamptz
) language sql stable as $$
  select u.s, u.b, r.* from unnest(series, begins) u(s, b) cross join lateral (
    select count(*)::int as n, min(d.value), max(d.value), sum(d.value),
      (array_agg(d.value order by d.valid_to, d.valid_from))[1], min(d.valid_from),
      (array_agg(d.value order by d.valid_to desc, d.valid_from desc))[1], max(d.valid_from),
      min(d.oldest), max(d.recorded_at)
    from (
      select distinct on (c.valid_to, c.valid_from) c.*, min(c.recorded_at) over () as oldest from (
        select o.valid_from, o.valid_to, o.value, o.revision, o.recorded_at from observation o
        where o.series_id = u.s and o.period is null and o.valid_to >= u.b and o.valid_to < u.b + rollup_width(level)
          and (known is null or o.recorded_at < known) and (upto is null or o.message_id <= upto)
        union all
        select o.valid_from, o.valid_to, o.value, o.revision, o.recorded_at from observation o
        where level = 'day' and o.series_id = u.s and o.period is not null and o.valid_to > u.b
          and o.valid_from >= u.b and o.valid_from < u.b + rollup_width(level)
          and (known is null or o.recorded_at < known) and (upto is null or o.message_id <= upto)
      ) c
      order by c.valid_to desc, c.valid_from desc, c.recorded_at desc, c.revision desc
    ) d
  ) r where r.n > 0
$$;

-- Rolls up the next messages, about `most` rows of them. Returns their rows: 0 = nothing new, -1 = another is at it.
-- A first word about a time is added to its buckets; where a time was corrected, the bucket is worked out anew.
create function rollup_step(most integer) returns bigint language plpgsql as $$
declare
  mark bigint;
  upto bigint;
  since timestamptz;
  till timestamptz;
  taken bigint;
  corrected boolean;
  level text;
begin
  if not pg_try_advisory_xact_lock(7200821) then
    return -1;
  end if;
  select message_id into mark from rollup_mark;
  select max(x.id), min(x.committed_at), max(x.committed_at), sum(x.accepted) into upto, since, till, taken
  from (
    select m.*, sum(m.accepted) over (order by m.id) - m.accepted as before
    from (select id, committed_at, accepted from message where id > mark order by id limit 5000) m
  ) x where x.before < most;
  if upto is null then
    return 0;
  end if;
  if to_regclass('pg_temp.rollup_fresh') is null then
    create temp table rollup_fresh (
      series_id integer, at timestamptz, valid_to timestamptz, value double precision, revised boolean, named boolean,
      recorded_at timestamptz
    ) on commit delete rows;
  end if;
  -- A message's rows carry its commit's time and a fraction of the same millisecond.
  insert into rollup_fresh
    select o.series_id, o.valid_from, o.valid_to, o.value, o.revision > 0, o.period is not null, o.recorded_at
    from observation o
    where o.recorded_at >= since and o.recorded_at < till + interval '2 milliseconds'
      and o.message_id > mark and o.message_id <= upto;
  select coalesce(bool_or(revised), false) into corrected from rollup_fresh;
  foreach level in array array['minute', 'hour', 'day'] loop
    execute format($f$
      insert into %1$I as r
      select f.series_id, rollup_begin(%2$L, f.at), count(*), min(value), max(value), sum(value),
        (array_agg(value order by valid_to, at))[1], min(at), (array_agg(value order by valid_to desc, at desc))[1], max(at),
        min(recorded_at), max(recorded_at)
      from rollup_fresh f where %2$L = 'day' or not named
      group by 1, 2 having not bool_or(revised)
      on conflict (series_id, t) do update set
        count = r.count + excluded.count, min = least(r.min, excluded.min), max = greatest(r.max, excluded.max),
        sum = r.sum + excluded.sum,
        first = case when excluded.first_at < r.first_at then excluded.first else r.first end,
        first_at = least(r.first_at, excluded.first_at),
        last = case when excluded.last_at >= r.last_at then excluded.last else r.last end,
        last_at = greatest(r.last_at, excluded.last_at),
        recorded_from = least(r.recorded_from, excluded.recorded_from),
        recorded_at = greatest(r.recorded_at, excluded.recorded_at)
    $f$, 'rollup_' || level, level);
    continue when not corrected;
    -- Fewer times than the bucket had: their rows are gone (retention), so the bucket is only widened.
    execute format($f$
      insert into %1$I as r
      select n.* from (
        select array_agg(k.series_id) s, array_agg(k.t) t from (
          select f.series_id, rollup_begin(%2$L, f.at) t from rollup_fresh f where %2$L = 'day' or not named
          group by 1, 2 having bool_or(revised)) k) k
      cross join lateral rollup_raw(%2$L, k.s, k.t, null, $1) n
      on conflict (series_id, t) do update set
        count = greatest(r.count, excluded.count),
        min = case when excluded.count >= r.count then excluded.min else least(r.min, excluded.min) end,
        max = case when excluded.count >= r.count then excluded.max else greatest(r.max, excluded.max) end,
        sum = case when excluded.count >= r.count then excluded.sum else r.sum end,
        first = case when excluded.first_at <= r.first_at then excluded.first else r.first end,
        first_at = least(r.first_at, excluded.first_at),
        last = case when excluded.last_at >= r.last_at then excluded.last else r.last end,
        last_at = greatest(r.last_at, excluded.last_at),
        recorded_from = least(r.recorded_from, excluded.recorded_from),
        recorded_at = greatest(r.recorded_at, excluded.recorded_at)
    $f$, 'rollup_' || level, level) using upto;
  end loop;
  update rollup_mark set message_id = upto;
  return taken;
end $$;
