-- Screens as devices, the walls they stand in, and what they were told.
alter table screen
  add column group_name text,
  add column overlay jsonb not null default '{"notice":null,"night":null,"blank":false}',
  add column device_hash bytea,        -- SHA-256 of the secret its machine keeps: a token alone opens nothing
  add column next_hash bytea,          -- the token that was offered and is not yet in use
  add column token_set_at timestamptz not null default now();

-- Tokens that were in use before: good for a grace, afterwards a sign that somebody kept a copy.
create table screen_token (
  token_hash bytea primary key,
  screen_id integer not null references screen,
  ended_at timestamptz not null,
  good_until timestamptz not null
);
create index screen_token_screen on screen_token (screen_id);

create table wall (
  id integer generated always as identity primary key,
  name text not null,
  geometry jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by text not null
);

create table screen_command (
  id bigint generated always as identity primary key,
  screen_id integer not null references screen,
  at timestamptz not null,             -- the instant at which it takes effect
  command jsonb not null,
  actor text not null,
  issued_at timestamptz not null default clock_timestamp()
);
create index screen_command_screen on screen_command (screen_id, id);
create trigger screen_command_append_only before update or delete on screen_command
  for each row execute function forbid_change();

create table screen_answer (
  command_id bigint primary key references screen_command,
  answered_at timestamptz not null default clock_timestamp(),
  ended text not null,                 -- done, failed, silent, away
  took_ms double precision,
  effect_at timestamptz,
  detail text
);
create trigger screen_answer_append_only before update or delete on screen_answer
  for each row execute function forbid_change();
