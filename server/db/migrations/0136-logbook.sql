-- The shift log: what people write and what the system saw. Nothing is changed; a correction is a new row.
create table log_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,               -- when it happened
  recorded_at timestamptz not null default clock_timestamp(),
  shift_day date not null,
  shift_no integer not null,
  kind text not null,                    -- note, correction; else the word of the room that told it
  automatic boolean not null,
  position_id text references duty_position,
  account_id integer references account, -- who wrote it; null for what the system saw
  actor text,                            -- who did what was seen, as the audit names them
  text_vi text not null,
  text_en text not null,
  subject text,                          -- connection:EVN-HO, screen:3, series:KTN-02/VN …
  snapshot jsonb,                        -- what that was at the moment of writing, taken by the server
  corrects bigint unique references log_entry,
  detail jsonb not null default '{}',
  folded text not null                   -- all its words without case and marks, for searching
);
create index log_entry_by_shift on log_entry (shift_day, shift_no, id);
create index log_entry_by_time on log_entry (at);
create trigger log_entry_append_only before update or delete on log_entry for each row execute function forbid_change();
-- A shift's log, or one position's part of it, closed by a signed handover.
create table log_lock (
  shift_day date not null,
  shift_no integer not null,
  position_id text references duty_position, -- null: the whole shift
  at timestamptz not null default clock_timestamp(),
  entries integer not null,
  sha256 bytea not null,
  unique nulls not distinct (shift_day, shift_no, position_id)
);
create trigger log_lock_append_only before update or delete on log_lock for each row execute function forbid_change();
