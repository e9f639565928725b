-- After how long without data whom to call: {"owner": 0, "duty": 300, "propose": 1800}, seconds after it became late.
alter table contract add column escalation jsonb;
-- A source that let its time pass. When the rungs of its ladder come is settled when it becomes late.
create table silence (
  id bigint generated always as identity primary key,
  connection_id text not null references connection,
  since timestamptz not null,
  owner_at timestamptz not null,
  duty_at timestamptz not null,
  propose_at timestamptz not null,
  unique (connection_id, since)
);
-- What was done, and what stopped it: data that arrived, or a person.
create table silence_step (
  silence_id bigint not null references silence,
  step text not null check (step in ('owner', 'duty', 'propose', 'acknowledged', 'ended')),
  at timestamptz not null default clock_timestamp(),
  detail jsonb not null default '{}',
  primary key (silence_id, step)
);
create trigger silence_append_only before update or delete on silence for each row execute function forbid_change();
create trigger silence_step_append_only before update or delete on silence_step for each row execute function forbid_change();
