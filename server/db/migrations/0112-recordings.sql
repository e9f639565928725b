-- Recordings of sessions: a file that grows by chunks while it runs, its hash when it is whole, who watched it.
create table recording (
  id text primary key,
  session_id text not null references bridge_session,
  mime text not null,
  started_by integer not null references account,
  started_at timestamptz not null default clock_timestamp(),
  chunks integer not null default 0,
  bytes bigint not null default 0,
  last_hash bytea,                     -- SHA-256 of the newest chunk: one sent twice is written once
  last_at timestamptz not null default clock_timestamp(),
  stopped_at timestamptz,
  stopped_by integer references account,
  stop_reason text,                    -- stopped, interrupted, ended
  sha256 bytea,                        -- of the whole file
  deleted_at timestamptz,
  deleted_by integer references account, -- null: by the rule of retention
  delete_reason text
);
create index recording_by_session on recording (session_id, started_at);
create unique index recording_running on recording (session_id) where stopped_at is null;
create table recording_watched (
  recording_id text not null references recording,
  account_id integer not null references account,
  at timestamptz not null default clock_timestamp()
);
create index recording_watched_by on recording_watched (recording_id, at);
create trigger recording_watched_append_only before update or delete on recording_watched
  for each row execute function forbid_change();
