-- What a point's own trial of its devices and its line found, before a session. One row a report; never edited.
create table readiness_check (
  id bigint generated always as identity primary key,
  booking_id text references booking,
  session_id text references bridge_session,
  unit_id integer not null references unit,
  at timestamptz not null default clock_timestamp(),
  actor text not null,                 -- account:quangninh, or point:22 for whoever holds the link
  device text not null,                -- browser and system
  facts jsonb not null,                -- what was measured: shared/api/readiness.ts, ReadinessFacts
  check ((booking_id is null) <> (session_id is null))
);
create index readiness_check_of_booking on readiness_check (booking_id, unit_id, id desc);
create index readiness_check_of_session on readiness_check (session_id, unit_id, id desc);
create trigger readiness_check_append_only before update or delete on readiness_check for each row execute function forbid_change();
