-- Whether what is typed for a connection needs a second person's word.
alter table contract add column two_persons boolean not null default false;
-- Numbers typed by a person, as they were typed; what became of them is in the steps.
create table hand_entry (
  id bigint generated always as identity primary key,
  connection_id text not null references connection,
  contract_version integer not null,
  two_persons boolean not null,
  rows jsonb not null,                 -- [{indicator, unit, at|period, value, status, note?, before?}]
  written_by integer not null references account,
  written_at timestamptz not null default clock_timestamp()
);
create index hand_entry_of on hand_entry (connection_id, id desc);
create table hand_entry_step (
  entry_id bigint not null references hand_entry,
  step text not null check (step in ('confirmed', 'refused', 'withdrawn', 'submitted')),
  at timestamptz not null default clock_timestamp(),
  by integer references account,       -- null: the system
  reason text,
  message_id bigint,                   -- of submitted: the message it became
  answer jsonb,                        -- of submitted: {accepted, unchanged, refused}
  primary key (entry_id, step)
);
-- One decision only.
create unique index hand_entry_decision on hand_entry_step (entry_id) where step <> 'submitted';
create trigger hand_entry_append_only before update or delete on hand_entry for each row execute function forbid_change();
create trigger hand_entry_step_append_only before update or delete on hand_entry_step for each row execute function forbid_change();
