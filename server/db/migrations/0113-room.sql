-- What stands in the room and on the wall: layouts, whose numbers are shared, who shares a screen.
alter table bridge_session add column room jsonb not null default '{}';

create table bridge_message (
  id bigint generated always as identity primary key,
  session_id text not null references bridge_session,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  from_point text references bridge_point, -- null: whoever directs
  name_vi text not null,
  name_en text not null,
  to_kind text not null check (to_kind in ('all', 'operators', 'point')),
  to_point text references bridge_point check ((to_kind = 'point') = (to_point is not null)),
  text text not null check (length(text) between 1 and 1000)
);
create index bridge_message_by_session on bridge_message (session_id, id);
create trigger bridge_message_append_only before update or delete on bridge_message for each row execute function forbid_change();
