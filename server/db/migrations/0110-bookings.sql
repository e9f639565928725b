-- A session prepared beforehand: who, when, about what; who of each point will be there.
create table booking (
  id text primary key,
  title text not null,
  starts_at timestamptz not null,
  minutes integer not null check (minutes between 5 and 720),
  template text,
  lobby boolean not null,
  chair_account_id integer not null references account,
  created_by integer not null references account,
  created_at timestamptz not null default clock_timestamp(),
  cancelled_at timestamptz,
  cancel_reason text,
  session_id text unique references bridge_session
);
create index booking_by_start on booking (starts_at);
create table booking_point (
  booking_id text not null references booking,
  unit_id integer not null references unit,
  attends boolean,                     -- null: not yet answered
  delegates jsonb not null default '[]', -- [{name, duty, standIn}]
  note text,
  answered_by integer references account,
  answered_at timestamptz,
  primary key (booking_id, unit_id)
);
create table booking_item (
  booking_id text not null references booking,
  n integer not null,
  title text not null,
  unit_id integer references unit,     -- who reports
  minutes integer,
  indicators text[] not null default '{}', -- codes of what is shown beside the picture
  primary key (booking_id, n)
);
-- The item of the agenda that is being dealt with, and who waits to be let in.
alter table bridge_session add column lobby boolean not null default false, add column agenda_item integer;
alter table bridge_point add column admitted_at timestamptz;
