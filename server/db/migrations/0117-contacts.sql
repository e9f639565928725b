-- Whom to ring at a unit when its picture is gone. Never edited: the newest of a unit holds.
create table unit_contact (
  id bigint generated always as identity primary key,
  unit_id integer not null references unit,
  name text not null,
  duty text not null,
  phone text not null,
  by integer not null references account,
  at timestamptz not null default clock_timestamp()
);
create index unit_contact_of on unit_contact (unit_id, id desc);
create trigger unit_contact_append_only before update or delete on unit_contact for each row execute function forbid_change();
-- Who looks after the point's devices during this session, and under which number: {"name", "phone"}.
alter table booking_point add column technician jsonb;
