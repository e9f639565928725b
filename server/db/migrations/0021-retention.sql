-- How long raw readings of an indicator are kept. No row: the default of its period. Null: for ever.
create table retention (
  indicator_id integer primary key references indicator,
  raw_days integer check (raw_days >= 1),
  set_by text not null,
  set_at timestamptz not null default clock_timestamp()
);
-- What was done to a month of observations: of which indicators the readings are gone, and when.
create table retention_month (
  month date primary key,
  indicators integer[] not null,
  dropped bigint not null,
  kept bigint not null,
  dropped_until timestamptz not null,  -- no reading of that month is about a later time
  done_at timestamptz not null default clock_timestamp()
);
