-- Scenes of the wall as documents, each save a version; playlists alike; what was made to stand on the wall, by whom and why.
create table scene_version (
  scene text not null,
  version integer not null check (version > 0),
  document jsonb not null,
  origin text not null check (origin in ('delivered', 'edited', 'imported', 'restored')),
  note text not null default '',
  by text not null,                    -- as the audit names them
  at timestamptz not null default clock_timestamp(),
  primary key (scene, version)
);
create trigger scene_version_append_only before update or delete on scene_version
  for each row execute function forbid_change();
create table playlist_version (
  playlist text not null,
  version integer not null check (version > 0),
  document jsonb,                      -- null: taken away
  by text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (playlist, version)
);
create trigger playlist_version_append_only before update or delete on playlist_version
  for each row execute function forbid_change();
create table scene_act (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  kind text not null check (kind in ('show', 'pin', 'next', 'release', 'takeover', 'return', 'override')),
  target jsonb not null,
  scene text,
  version integer,
  cause text,                          -- of a takeover: what took the wall
  detail jsonb not null default '{}'
);
create index scene_act_by_time on scene_act (at desc);
create trigger scene_act_append_only before update or delete on scene_act
  for each row execute function forbid_change();
-- What needs a second person: asked by one, decided by another.
create table scene_request (
  id text primary key,
  act jsonb not null,
  asked_by integer not null references account,
  asked_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create trigger scene_request_append_only before update or delete on scene_request
  for each row execute function forbid_change();
create table scene_decision (
  request_id text primary key references scene_request,
  confirmed boolean not null,
  by integer not null references account,
  at timestamptz not null default clock_timestamp()
);
create trigger scene_decision_append_only before update or delete on scene_decision
  for each row execute function forbid_change();
create table scene_setting (
  version integer primary key check (version > 0),
  document jsonb not null,
  by text not null,
  at timestamptz not null default clock_timestamp()
);
create trigger scene_setting_append_only before update or delete on scene_setting
  for each row execute function forbid_change();
