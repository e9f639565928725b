-- What people did about refused rows. A row stays in quarantine for ever; its repairs tell what became of it.
create table quarantine_repair (
  id bigint generated always as identity primary key,
  quarantine_id bigint not null references quarantine,
  at timestamptz not null default clock_timestamp(),
  by text not null,                    -- 'account:truc'
  what jsonb not null,                 -- {fields?, decimalComma?, map?}: shared/api/quarantine.ts, Change
  outcome text not null,               -- accepted, unchanged, superseded, refused
  code text,                           -- why it was refused again
  detail jsonb not null default '{}'
);
create unique index quarantine_repaired_once on quarantine_repair (quarantine_id) where outcome <> 'refused';
create index quarantine_repair_of on quarantine_repair (quarantine_id, id);
create trigger quarantine_repair_append_only before update or delete on quarantine_repair for each row execute function forbid_change();

-- What a source calls a unit or an indicator, once and for all of its rows to come. The newest version of a name holds.
create table name_mapping (
  connection_id text not null references connection,
  version integer not null,            -- counted by connection: a row was read under the newest before its message
  field text not null,                 -- unit, indicator
  name text not null,                  -- as sent
  code text,                           -- null = no longer mapped
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null,
  primary key (connection_id, version)
);
create trigger name_mapping_append_only before update or delete on name_mapping for each row execute function forbid_change();

-- Works out anew the buckets of times whose rows came late under an old message: rollup_step never sees them.
-- The caller holds rollup_step's lock and has made sure that these messages are behind the mark.
create function rollup_again(series integer[], begins timestamptz[], named boolean[]) returns void language plpgsql as $$
declare
  mark bigint;
  level text;
begin
  select message_id into mark from rollup_mark;
  foreach level in array array['minute', 'hour', 'day'] loop
    execute format($f$
      insert into %1$I as r
      select n.* from (
        select array_agg(k.s) s, array_agg(k.t) t from (
          select u.s, rollup_begin(%2$L, u.b) t from unnest($1, $2, $3) u(s, b, n) where %2$L = 'day' or not u.n
          group by 1, 2) k) k
      cross join lateral rollup_raw(%2$L, k.s, k.t, null, $4) n
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
    $f$, 'rollup_' || level, level) using series, begins, named, mark;
  end loop;
end $$;
