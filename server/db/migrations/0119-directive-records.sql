-- What stood on the screen when a directive was given: canonical JSON, hashed as it stands.
create table directive_snapshot (
  id bigint generated always as identity primary key,
  body text not null,
  sha256 bytea not null,               -- of the body's UTF-8 bytes
  at timestamptz not null default clock_timestamp()
);
alter table directive add column snapshot_id bigint references directive_snapshot;
create index directive_by_document on directive (document) where document is not null;
create index directive_by_session on directive (session_id) where session_id is not null;
-- The version that people speak of: what is mended before it was read back keeps its number. Null: as `version`.
alter table directive_version add column edition integer;
-- What it came from: a number (as it was then), an alert, a document, a session.
alter table directive_version add column origin jsonb;
-- Done at a bridge point that came by a link: no account.
alter table directive_step add column by_point text references bridge_point;
-- Evidence: kept as it came, never changed.
create table directive_file (
  id bigint generated always as identity primary key,
  directive_id bigint not null references directive,
  name text not null,
  mime text not null,                  -- as its bytes say
  bytes integer not null,
  sha256 bytea not null,
  body bytea not null,
  by integer not null references account,
  at timestamptz not null default clock_timestamp()
);
create index directive_file_of on directive_file (directive_id);
-- The step that a file belongs to; a file without one was sent and not yet reported.
create table directive_step_file (
  file_id bigint primary key references directive_file,
  directive_id bigint not null,
  n integer not null,
  foreign key (directive_id, n) references directive_step
);
create index directive_step_file_of on directive_step_file (directive_id, n);
-- Rows of documents that were taken from a spreadsheet: one row of one document is taken once.
create table directive_import_row (
  document text not null,
  row_no text not null,
  sha256 bytea not null,               -- of what it asked
  batch uuid not null,
  by integer not null references account,
  at timestamptz not null default clock_timestamp(),
  primary key (document, row_no)
);
create trigger directive_snapshot_append_only before update or delete on directive_snapshot for each row execute function forbid_change();
create trigger directive_file_append_only before update or delete on directive_file for each row execute function forbid_change();
create trigger directive_step_file_append_only before update or delete on directive_step_file for each row execute function forbid_change();
create trigger directive_import_row_append_only before update or delete on directive_import_row for each row execute function forbid_change();
