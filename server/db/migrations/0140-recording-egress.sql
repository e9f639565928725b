-- Recordings that the media server's egress service makes: who makes it, what it is called there, and what went wrong.
alter table recording
  add column maker text not null default 'page' check (maker in ('page', 'egress')),
  add column egress_id text unique,
  add column egress_state text,          -- as the media server last said: starting, active, ending, complete, failed
  add column awaited boolean not null default false, -- stopped, and its file is not yet with us
  add column picture_at timestamptz,     -- when its picture begins, where that is not when it was asked for
  add column fault text,                 -- EGRESS_...: why it was not made as it was asked for, or is not whole
  add column fault_detail text;          -- in the words of whoever said so
create index recording_awaited on recording (stopped_at) where awaited;
