-- Which reminders of a booked hour have been given, so that each is given once, whatever restarts meanwhile.
create table booking_reminder (
  booking_id text not null references booking,
  starts_at timestamptz not null,      -- an hour that is moved is reminded of again
  minutes integer not null,            -- 60: technicians; 15: delegates
  at timestamptz not null default clock_timestamp(),
  primary key (booking_id, starts_at, minutes)
);
