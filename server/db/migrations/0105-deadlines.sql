-- Deadlines of named periods, by tier: {"province": {"days": 5, "working": true, "at": "17:00"}, …}.
alter table contract add column deadlines jsonb;
-- What was decided of single days, beside the public holidays of the law. Never edited: the newest of a day holds.
create table calendar_day (
  id bigint generated always as identity primary key,
  day date not null,
  kind text not null check (kind in ('holiday', 'working', 'statutory')),  -- statutory = as the law has it, again
  name_vi text not null,
  name_en text not null,
  basis text not null,
  decided_by text not null,
  decided_at timestamptz not null default now()
);
create index calendar_day_of on calendar_day (day, id desc);
create trigger calendar_day_append_only before update or delete on calendar_day for each row execute function forbid_change();
