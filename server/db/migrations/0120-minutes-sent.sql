-- Approved minutes also as PDF (null: approved before there was one), to whom they went, and who opened them when.
alter table minutes_approval add column pdf bytea, add column pdf_sha256 bytea;
create table minutes_sent (
  session_id text not null references minutes_approval (session_id),
  unit_id integer not null references unit,
  at timestamptz not null default clock_timestamp(),
  primary key (session_id, unit_id)
);
create index minutes_sent_to on minutes_sent (unit_id, at);
create table minutes_opened (
  session_id text not null references minutes_approval (session_id),
  account_id integer not null references account,
  what text not null,                  -- page, docx, pdf
  at timestamptz not null default clock_timestamp()
);
create index minutes_opened_of on minutes_opened (session_id, at);
create trigger minutes_sent_append_only before update or delete on minutes_sent for each row execute function forbid_change();
create trigger minutes_opened_append_only before update or delete on minutes_opened for each row execute function forbid_change();
