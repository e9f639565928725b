-- A task given to one agency. What is asked stands in its versions, what became of it in its steps.
create table directive (
  id bigint generated always as identity primary key,
  batch uuid not null,                 -- those that were given with one word to several agencies
  addressee_id integer not null references unit,
  session_id text references bridge_session, -- the session in which it was given
  document text,                       -- number and date of the document that it comes from
  indicator_id integer references indicator,
  unit_id integer references unit,     -- whose number is watched
  simulated boolean not null,
  created_by integer not null references account,
  created_at timestamptz not null default clock_timestamp(),
  check ((indicator_id is null) = (unit_id is null))
);
create index directive_of on directive (addressee_id, id desc);
create table directive_version (
  directive_id bigint not null references directive,
  version integer not null,
  text text not null,
  due timestamptz not null,
  priority text not null,
  comparator text,
  target double precision,
  target_high double precision,
  hold_days integer not null default 0,
  by integer not null references account,
  at timestamptz not null default clock_timestamp(),
  primary key (directive_id, version)
);
create table directive_step (
  directive_id bigint not null references directive,
  n integer not null,
  kind text not null,                  -- shared/directive.ts, StepKind
  at timestamptz not null default clock_timestamp(),
  by integer references account,       -- null: the system
  note text,
  detail jsonb not null default '{}',
  primary key (directive_id, n)
);
create trigger directive_append_only before update or delete on directive for each row execute function forbid_change();
create trigger directive_version_append_only before update or delete on directive_version for each row execute function forbid_change();
create trigger directive_step_append_only before update or delete on directive_step for each row execute function forbid_change();
