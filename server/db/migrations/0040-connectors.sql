-- How a connection is fetched. Never edited: a change is a new version, and a message remembers the one it was read under.
create table connection_settings (
  connection_id text not null references connection,
  version integer not null,
  settings jsonb not null,
  created_at timestamptz not null default now(),
  created_by text,
  primary key (connection_id, version)
);
-- The other side's passwords and tokens, sealed with a key that is not in the database.
create table connection_secret (
  connection_id text not null references connection,
  name text not null,
  sealed bytea not null,
  set_at timestamptz not null default now(),
  set_by text,
  primary key (connection_id, name)
);
-- How far a connection has been fetched: written after what was fetched.
create table connection_bookmark (
  connection_id text primary key references connection,
  bookmark jsonb not null,
  at timestamptz not null default now()
);
alter table message add column settings_version integer;
