-- Connections, their contracts, what they sent, and what was recorded.
create table connection (
  id text primary key,                 -- 'EVN-PT': also the MQTT user name
  agency_id integer not null references unit,
  name_vi text not null, name_en text not null,
  connector text not null,             -- http-push, mqtt, file, hand
  simulated boolean not null default false,
  enabled boolean not null default true,
  key_hash bytea,                      -- sha-256 of a 256-bit random key; the key is shown once
  key_set_at timestamptz,
  maintenance_from timestamptz, maintenance_to timestamptz, maintenance_reason text,
  created_at timestamptz not null default now(),
  created_by text
);
-- A contract is never edited: a change is a new version, and a message remembers its version.
create table contract (
  connection_id text not null references connection,
  version integer not null,
  period text not null,                -- ISO 8601 duration between messages: PT1S, P1D, P1M …
  grace_seconds integer not null,
  expiry_seconds integer not null,
  hours jsonb,                         -- [{"days":[1,2,3,4,5],"from":"09:00","to":"15:00"}]; null = always
  series jsonb not null default '[]',  -- [{indicator, units?:[code], measure?, min?, max?}]; [] = any the agency owns
  note text,
  created_at timestamptz not null default now(),
  created_by text,
  primary key (connection_id, version)
);

create table message (
  id bigint generated always as identity primary key,
  connection_id text not null references connection,
  contract_version integer not null,
  received_at timestamptz not null,
  committed_at timestamptz not null default clock_timestamp(),
  idempotency_key text,
  sha256 bytea not null,
  content_type text not null,
  decoder text not null, decoder_version text not null,
  entry text not null,                 -- machine, file, hand
  file_name text,
  mapping jsonb,
  sent_by text,                        -- account of a file or hand entry
  bytes integer not null,              -- of the payload as received, decompressed
  body_encoding text not null,         -- identity, zstd
  body bytea not null,
  accepted integer not null, unchanged integer not null, refused integer not null,
  answer jsonb not null
);
create unique index message_by_key on message (connection_id, idempotency_key) where idempotency_key is not null;
create index message_by_hash on message (connection_id, sha256);
create index message_by_time on message (connection_id, received_at desc);

-- Append-only and bitemporal: valid_* is what the number is about, recorded_at when we knew it.
create table observation (
  series_id integer not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,       -- = valid_from for an instant
  period text,                         -- '2026-Q3' …; null for an instant
  value double precision not null,
  status text not null,                -- provisional, official, revised, estimated
  entry text not null,                 -- machine, file, hand
  simulated boolean not null,
  revision integer not null default 0, -- 0 = first value for this series and time
  recorded_at timestamptz not null default clock_timestamp(),
  message_id bigint not null,
  row_no integer not null
) partition by range (recorded_at);
create index observation_latest on observation (series_id, valid_to desc, valid_from desc, recorded_at desc);

-- The newest observation of each series, kept in the same transaction: what the live table starts from.
create table latest (
  series_id integer primary key,
  valid_from timestamptz not null, valid_to timestamptz not null, period text,
  value double precision not null, status text not null, entry text not null,
  simulated boolean not null, revision integer not null,
  recorded_at timestamptz not null, message_id bigint not null, row_no integer not null
) with (fillfactor = 60);

create table quarantine (
  id bigint generated always as identity primary key,
  message_id bigint not null references message,
  connection_id text not null references connection,
  row_no integer not null,             -- counted from 1 in the message
  code text not null,
  field text,
  content text not null,               -- the row as sent
  detail jsonb not null default '{}',  -- figures for the message in each language
  recorded_at timestamptz not null default clock_timestamp()
);
create index quarantine_by_connection on quarantine (connection_id, recorded_at desc);
create index quarantine_by_message on quarantine (message_id);

create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: % rows are never changed', tg_table_name;
end $$;
create trigger observation_append_only before update or delete on observation for each row execute function forbid_change();
create trigger message_append_only before update or delete on message for each row execute function forbid_change();
create trigger quarantine_append_only before update or delete on quarantine for each row execute function forbid_change();
create trigger contract_append_only before update or delete on contract for each row execute function forbid_change();

-- Months are made ahead by the server; called at start and daily.
create function ensure_observation_month(month date) returns void language plpgsql as $$
declare
  first date := date_trunc('month', month);
  name text := 'observation_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(name) is null then
    execute format('create table %I partition of observation for values from (%L) to (%L)',
      name, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
  end if;
end $$;

-- State changes of a connection, for the 24-hour bar and "since when".
create table connection_state (
  connection_id text not null references connection,
  at timestamptz not null,
  state text not null,
  primary key (connection_id, at)
);
