-- Accounts, sessions, tokens, screens, audit.
create table account (
  id integer generated always as identity primary key,
  username text not null unique,
  display_name text not null,
  role text not null,                  -- administrator, leader, duty, agency, analyst, auditor
  unit_id integer not null references unit,
  password_hash text not null,         -- argon2id, PHC string
  enabled boolean not null default true,
  must_change_password boolean not null default false,
  language text not null default 'vi',
  created_at timestamptz not null default now(),
  created_by text
);
create table web_session (
  sid text primary key,
  account_id integer references account,
  data jsonb not null,
  expires_at timestamptz not null
);
create index web_session_by_account on web_session (account_id);
create table personal_token (
  id integer generated always as identity primary key,
  account_id integer not null references account,
  name text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create table one_time_link (           -- first administrator, wall pairing by address
  token_hash bytea primary key,
  purpose text not null,               -- first-administrator, screen
  detail jsonb not null default '{}',
  expires_at timestamptz not null,
  used_at timestamptz
);
create table screen (
  id integer generated always as identity primary key,
  name text not null,
  token_hash bytea unique,
  approved_by text,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  last_seen_at timestamptz
);
create table audit_entry (             -- a hash chain: each entry carries the hash of the one before
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,                 -- account:quangninh, screen:3, connection:EVN-PT, system
  action text not null,                -- 'account.created', 'session.signed-in' …
  subject text,
  detail jsonb not null default '{}',
  address text,
  previous_hash bytea not null,
  hash bytea not null
);
create trigger audit_append_only before update or delete on audit_entry for each row execute function forbid_change();

-- What wants a person, and who took it.
create table attention (
  id bigint generated always as identity primary key,
  kind text not null,                  -- connection, screen
  subject text not null,               -- connection id, screen id
  state text not null,
  since timestamptz not null,
  cleared_at timestamptz,
  detail jsonb not null default '{}'
);
create index attention_open on attention (kind, subject) where cleared_at is null;
create table acknowledgement (
  attention_id bigint not null references attention,
  at timestamptz not null default clock_timestamp(),
  account_id integer not null references account,
  note text not null,
  primary key (attention_id, at)
);

-- The video bridge.
create table bridge_session (
  id text primary key,
  title text not null,
  driver text not null,                -- peer, livekit
  chair_account_id integer not null references account,
  opened_at timestamptz not null default now(),
  ended_at timestamptz,
  spotlight_point text,
  spotlight_at timestamptz
);
create index bridge_session_open on bridge_session (opened_at) where ended_at is null;
create table bridge_point (
  id text primary key,
  session_id text not null references bridge_session,
  unit_id integer not null references unit,
  role text not null,                  -- chair, point
  state text not null,                 -- invited, ringing, testing, joined, weak, lost, left
  state_since timestamptz not null default now(),
  token_hash bytea unique,             -- of the invitation; none for the chair
  bound_device text,                   -- SHA-256 of the secret of the first device that used it
  invited_at timestamptz not null default now(),
  joined_at timestamptz, left_at timestamptz, revoked_at timestamptz,
  muted boolean not null default false
);
create index bridge_point_by_session on bridge_point (session_id);
create table bridge_event (
  id bigint generated always as identity primary key,
  session_id text not null references bridge_session,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  kind text not null,
  point_id text,
  detail jsonb not null default '{}'
);
create index bridge_event_by_session on bridge_event (session_id, id);
create trigger bridge_event_append_only before update or delete on bridge_event for each row execute function forbid_change();
