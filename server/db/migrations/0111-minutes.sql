-- Minutes of a session: drafted from its record, edited by people as versions, approved once.
create table minutes_version (
  session_id text not null references bridge_session,
  version integer not null check (version > 0),
  text jsonb not null,                 -- number, place, secretary, opening, statements, conclusions, closing
  by integer not null references account,
  at timestamptz not null default clock_timestamp(),
  primary key (session_id, version)
);
create trigger minutes_version_append_only before update or delete on minutes_version
  for each row execute function forbid_change();
create table minutes_approval (
  session_id text primary key references bridge_session,
  version integer not null,
  by integer not null references account,
  at timestamptz not null default clock_timestamp(),
  docx bytea not null,                 -- as it was approved: what the points receive
  sha256 bytea not null,
  foreign key (session_id, version) references minutes_version
);
create trigger minutes_approval_append_only before update or delete on minutes_approval
  for each row execute function forbid_change();
