-- The catalogue: what exists, effective-dated. Loaded from server/catalogue/data, importable from another folder.
create table section (
  no smallint primary key,
  name_vi text not null, name_en text not null,
  short_vi text not null, short_en text not null
);

-- A unit's identity is (code, valid_from): the same code names other units before and after 2025-07-01.
create table unit (
  id integer generated always as identity primary key,
  code text not null,
  kind text not null,
  valid_from date not null,
  valid_to date,                       -- exclusive; null = in force
  lon double precision, lat double precision,
  iso text,
  unique (code, valid_from)
);
create table unit_name (
  unit_id integer not null references unit,
  valid_from date not null,
  name_vi text not null, name_en text not null,
  type text not null,                  -- tinh, thanh_pho, bo …: a kind may change while the unit stays
  primary key (unit_id, valid_from)
);
create table unit_parent (
  unit_id integer not null references unit,
  parent_id integer not null references unit,
  valid_from date not null,
  valid_to date,
  primary key (unit_id, valid_from)
);
create table unit_succession (
  from_id integer not null references unit,
  to_id integer not null references unit,
  day date not null,
  method text not null,                -- merge, rename, split
  weight double precision not null default 1,
  primary key (from_id, to_id)
);

create table measure (
  code text primary key,               -- as written in the catalogue: 'tỷ đồng'
  symbol_vi text not null, symbol_en text not null,
  dimension text not null,
  factor double precision not null     -- one of this = factor × the dimension's base
);

create table indicator (
  id integer generated always as identity primary key,
  code text not null unique,
  section_no smallint not null references section,
  name_vi text not null, name_en text not null,
  short_vi text not null, short_en text not null,
  measure text not null references measure,
  period text not null,                -- realtime, daily, weekly, monthly, quarterly, yearly
  level text not null,                 -- the unit kind at which it is reported
  owner_code text not null,
  direction text not null,             -- higher, lower, band
  aggregation text not null,           -- sum, wmean, none
  weight_code text,                    -- the supporting indicator that weighs a wmean
  cutoff text not null default 'calendar',
  decimals smallint not null default 0,
  basis text not null,
  in_national_set boolean not null,
  created_at timestamptz not null default now()
);

create table target (
  id integer generated always as identity primary key,
  indicator_id integer not null references indicator,
  unit_id integer not null references unit,
  period text not null,                -- '2020', '2026-Q3' …; '' = always
  comparator text not null,            -- < <= > >= = range
  value double precision not null,
  value_high double precision,
  source text not null,
  simulated boolean not null default false,
  recorded_at timestamptz not null default now()
);
create index target_by_series on target (indicator_id, unit_id);

-- One value stream: indicator × unit, a dense id that the live table is indexed by.
create table series (
  id integer generated always as identity primary key,
  indicator_id integer not null references indicator,
  unit_id integer not null references unit,
  unique (indicator_id, unit_id)
);

-- Which catalogues were loaded; the newest one's hash spares loading the same files again.
create table catalogue_import (
  id integer generated always as identity primary key,
  at timestamptz not null default now(),
  folder text not null,
  hash text not null
);
