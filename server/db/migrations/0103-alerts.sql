-- Alerts in the Common Alerting Protocol 1.2, as they came; what is in force is worked out from them.
create table alert (
  id bigint generated always as identity primary key,
  connection_id text not null references connection,
  message_id bigint not null references message,   -- the bytes
  sender text not null,
  identifier text not null,
  sent timestamptz not null,
  status text not null,
  msg_type text not null,
  scope text not null,
  content jsonb not null,                          -- as read: infos, areas
  areas jsonb not null,                            -- of each info each area: provinces it was matched to
  starts_at timestamptz,                           -- of its infos the first beginning and the last end; null: none
  ends_at timestamptz,
  simulated boolean not null,
  received_at timestamptz not null default clock_timestamp(),
  -- One source cannot speak for another's alerts, whatever sender it names.
  unique (connection_id, sender, identifier, sent)
);
create index alert_by_end on alert (ends_at);
create index alert_by_message on alert (message_id);
-- The alerts that a message speaks of.
create table alert_reference (
  alert_id bigint not null references alert,
  sender text not null,
  identifier text not null,
  sent timestamptz not null,
  primary key (alert_id, sender, identifier, sent)
);
create index alert_referred on alert_reference (sender, identifier, sent);
create trigger alert_append_only before update or delete on alert for each row execute function forbid_change();
create trigger alert_reference_append_only before update or delete on alert_reference for each row execute function forbid_change();
