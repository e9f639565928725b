-- What goes out by e-mail, push, text message and webhook. One delivery may speak of many alarms that came at once.
create table alarm_delivery (
  id bigint generated always as identity primary key,
  alarms bigint[] not null,
  channel text not null,
  account_id integer references account, -- whom it is for; null: a webhook
  webhook text,
  position text,
  created_at timestamptz not null default clock_timestamp()
);
create index alarm_delivery_of on alarm_delivery using gin (alarms);
create table alarm_delivery_try (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references alarm_delivery,
  at timestamptz not null default clock_timestamp(),
  outcome text not null check (outcome in ('sent', 'failed', 'given up', 'cancelled', 'unknown')),
  detail text
);
create index alarm_delivery_try_of on alarm_delivery_try (delivery_id);
-- Those still to be sent. One that was being sent when the server stopped is not sent again.
create table alarm_delivery_waiting (
  delivery_id bigint primary key references alarm_delivery,
  due timestamptz not null default clock_timestamp(),
  tries integer not null default 0,
  sending boolean not null default false
);
create table alarm_webhook (
  code text primary key,
  url text not null,
  secret bytea not null,               -- sealed
  inside boolean not null,             -- may be an address of the inner network
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  removed_at timestamptz
);
-- How a person is reached; each one's own to write.
create table alarm_contact (
  account_id integer primary key references account,
  email text,
  phone text
);
create table alarm_push (
  endpoint text primary key,
  account_id integer not null references account,
  p256dh text not null,
  auth text not null,
  created_at timestamptz not null default clock_timestamp()
);
-- The server's own keys, sealed.
create table alarm_secret (
  name text primary key,
  sealed bytea not null
);
create trigger alarm_delivery_append_only before update or delete on alarm_delivery for each row execute function forbid_change();
create trigger alarm_delivery_try_append_only before update or delete on alarm_delivery_try for each row execute function forbid_change();
