-- Handing a position over from one shift to the next. What was drafted and every step stay.
create table handover (
  id bigint generated always as identity primary key,
  position_id text not null references duty_position,
  shift_day date not null,
  shift_no integer not null,
  next_day date not null,
  next_no integer not null,
  outgoing_id integer not null references account,
  opened_at timestamptz not null default clock_timestamp()
);
create index handover_by_position on handover (position_id, id);
create trigger handover_append_only before update or delete on handover for each row execute function forbid_change();
create table handover_draft (            -- the newest is the one that is walked through
  id bigint generated always as identity primary key,
  handover_id bigint not null references handover,
  at timestamptz not null default clock_timestamp(),
  items jsonb not null                   -- [{key, kind, text, note, since, href, simulated}]
);
create index handover_draft_by_handover on handover_draft (handover_id, id);
create trigger handover_draft_append_only before update or delete on handover_draft for each row execute function forbid_change();
create table handover_step (
  id bigint generated always as identity primary key,
  handover_id bigint not null references handover,
  at timestamptz not null default clock_timestamp(),
  account_id integer not null references account,
  kind text not null,                    -- opened, incoming, checked, returned, signed-outgoing, signed-incoming, relieved, superseded
  item text,
  remark text,
  names integer references account,      -- of 'incoming': who shall take over
  detail jsonb not null default '{}'     -- of a signature: SHA-256 of what was signed; of the last: that of the log
);
create index handover_step_by_handover on handover_step (handover_id, id);
create unique index handover_step_ends on handover_step (handover_id) where kind in ('signed-incoming', 'relieved', 'superseded');
create trigger handover_step_append_only before update or delete on handover_step for each row execute function forbid_change();
