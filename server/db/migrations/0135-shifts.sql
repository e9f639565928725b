-- Positions of the duty room, the shifts of a day, who is planned, and who stands watch.
create table duty_position (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{0,31}$'),
  code text not null check (length(code) between 1 and 4),
  name_vi text not null,
  name_en text not null,
  sort integer not null,
  seats integer not null default 1 check (seats between 1 and 9),
  chief boolean not null default false, -- answers for the shift: signs its handover, raises stages
  needed boolean not null default true, -- without anyone it is said
  retired_at timestamptz
);
create unique index duty_position_one_chief on duty_position (chief) where chief and retired_at is null;
insert into duty_position (id, code, name_vi, name_en, sort, chief, needed) values
  ('chief', 'TC', 'Trưởng ca', 'Chief of shift', 1, true, true),
  ('connections', 'KN', 'Trực kết nối', 'Connections', 2, false, true),
  ('bridge', 'CT', 'Trực cầu truyền hình', 'Video bridge', 3, false, true),
  ('analysis', 'PT', 'Trực phân tích', 'Analysis', 4, false, true);
-- The plan in force on a day is the one with the latest from_day not after it. Minutes after midnight in Viet Nam.
create table shift_plan (
  from_day date primary key,
  starts integer[] not null check (cardinality(starts) between 1 and 6),
  set_by text not null,
  set_at timestamptz not null default clock_timestamp()
);
insert into shift_plan (from_day, starts, set_by) values ('2000-01-01', '{360,840,1320}', 'system');
create table duty_watch (
  id bigint generated always as identity primary key,
  position_id text not null references duty_position,
  account_id integer not null references account,
  shift_day date not null,
  shift_no integer not null,
  since timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  end_kind text check (end_kind in ('left', 'handed-over', 'taken-over', 'relieved', 'account-ended')),
  ended_by text,
  reason text,
  check ((ended_at is null) = (end_kind is null))
);
create unique index duty_watch_open on duty_watch (position_id, account_id) where ended_at is null;
create index duty_watch_by_shift on duty_watch (shift_day, shift_no);
create table roster (
  day date not null,
  shift_no integer not null check (shift_no between 1 and 6),
  position_id text not null references duty_position,
  account_id integer not null references account,
  primary key (day, shift_no, position_id, account_id)
);
