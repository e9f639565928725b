-- Rules that compare numbers with each other, what they found, and what became of it.
create table check_rule (
  id integer generated always as identity primary key,
  code text not null unique,           -- 'parts', 'KT-12' …: what people call it by
  created_at timestamptz not null default now(),
  created_by text not null
);
-- A rule is never edited: a change is a new version, and every result remembers its version.
create table check_rule_version (
  rule_id integer not null references check_rule,
  version integer not null,
  rule jsonb not null,                 -- shared/api/checks.ts, RuleInput
  enabled boolean not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (rule_id, version)
);
-- One row when an outcome changes, or the numbers of a named period do.
create table check_result (
  id bigint generated always as identity primary key,
  rule_id integer not null,
  version integer not null,
  unit_id integer not null references unit,
  indicator_id integer not null,       -- the first the rule is about: one rule may stand for many
  period text not null,                -- '' = the newest instant
  valid_from timestamptz,
  valid_to timestamptz,
  at timestamptz not null default clock_timestamp(),
  outcome text not null,               -- ok, failed, incomplete
  left_value double precision,
  right_value double precision,
  difference double precision,
  allowed double precision,
  missing integer not null,
  inputs jsonb not null,               -- [{series, value, message, row}]: the first hundred
  foreign key (rule_id, version) references check_rule_version
);
create index check_result_current on check_result (rule_id, unit_id, indicator_id, period, id desc);

create table dispute (
  id bigint generated always as identity primary key,
  rule_id integer not null,
  version integer not null,
  unit_id integer not null references unit,
  indicator_id integer not null,
  period text not null,
  series integer[] not null,           -- whose numbers stand in doubt
  opened_at timestamptz not null
);
create table dispute_step (
  id bigint generated always as identity primary key,
  dispute_id bigint not null references dispute,
  at timestamptz not null default clock_timestamp(),
  kind text not null,                  -- opened, assigned, explained, corrected, arbitrated, closed, reopened
  actor text not null,                 -- 'account:truc', 'system'
  note text not null default '',
  detail jsonb not null default '{}'
);
create index dispute_step_of on dispute_step (dispute_id, id);
-- The last message whose rows have all been checked: what came after a crash is looked at again.
create table check_progress (one boolean primary key default true check (one), message_id bigint not null);

create trigger check_rule_version_append_only before update or delete on check_rule_version for each row execute function forbid_change();
create trigger check_result_append_only before update or delete on check_result for each row execute function forbid_change();
create trigger dispute_append_only before update or delete on dispute for each row execute function forbid_change();
create trigger dispute_step_append_only before update or delete on dispute_step for each row execute function forbid_change();
