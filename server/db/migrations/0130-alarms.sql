-- What an alarm is raised for: versioned, never changed in place.
create table alarm_rule (
  id integer generated always as identity primary key,
  code text not null unique,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp()
);
create table alarm_rule_version (
  rule_id integer not null references alarm_rule,
  version integer not null,
  rule jsonb not null,
  enabled boolean not null,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (rule_id, version)
);
-- Who is told, when and how, while nobody acknowledges.
create table alarm_ladder_version (
  code text not null,
  version integer not null,
  ladder jsonb not null,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (code, version)
);
create table alarm (
  id bigint generated always as identity primary key,
  rule_id integer not null,
  version integer not null,
  place text not null,                 -- where the rule looked: series:17, connection:EVN-HO, cap:12
  kind text not null,
  severity text not null,
  unit_id integer references unit,     -- whose it is: who may see it goes by this
  series_id integer,
  connection_id text,
  attention_id bigint references attention,
  title jsonb not null,
  text jsonb not null,
  detail jsonb not null default '{}',
  simulated boolean not null,
  since timestamptz not null,          -- when its cause began
  raised_at timestamptz not null default clock_timestamp(),
  foreign key (rule_id, version) references alarm_rule_version
);
create index alarm_raised on alarm (raised_at);
-- All that happened to it: its life is what these lead to (shared/alarm.ts).
create table alarm_step (
  id bigint generated always as identity primary key,
  alarm_id bigint not null references alarm,
  kind text not null,
  at timestamptz not null default clock_timestamp(),
  by integer references account,       -- null: the system
  note text,
  detail jsonb not null default '{}'
);
create index alarm_step_of on alarm_step (alarm_id, id);
create index alarm_step_at on alarm_step (at) where kind in ('ended', 'acknowledged', 'cleared', 'chattering');
-- A rung of a climb is taken once, whatever is restarted.
create unique index alarm_rung_once on alarm_step (alarm_id, ((detail->>'round')::int), ((detail->>'rung')::int))
  where kind in ('escalated', 'vacant');
-- Those that have not ended; whoever writes a step of one holds its row. A rule has one open alarm at a place.
create table alarm_open (
  alarm_id bigint primary key references alarm,
  rule_id integer not null references alarm_rule,
  place text not null,
  unique (rule_id, place)
);
create table alarm_incident (
  id bigint generated always as identity primary key,
  title text not null,
  opened_by integer not null references account,
  opened_at timestamptz not null default clock_timestamp()
);
create table alarm_incident_end (
  incident_id bigint primary key references alarm_incident,
  by integer not null references account,
  at timestamptz not null default clock_timestamp(),
  note text not null
);
create trigger alarm_rule_version_append_only before update or delete on alarm_rule_version for each row execute function forbid_change();
create trigger alarm_ladder_append_only before update or delete on alarm_ladder_version for each row execute function forbid_change();
create trigger alarm_append_only before update or delete on alarm for each row execute function forbid_change();
create trigger alarm_step_append_only before update or delete on alarm_step for each row execute function forbid_change();
create trigger alarm_incident_append_only before update or delete on alarm_incident for each row execute function forbid_change();
create trigger alarm_incident_end_append_only before update or delete on alarm_incident_end for each row execute function forbid_change();
