-- A larger payload is kept once, however many messages brought it: their body is null and body_encoding 'shared'.
create table message_body (
  sha256 bytea primary key,
  encoding text not null,              -- identity, zstd
  body bytea not null
);
alter table message_body alter column body set storage external; -- compressed already, where that helps
alter table message alter column body drop not null;
create index message_shared_body on message (sha256) where body is null;
-- Messages are written in the order of their commit: a few pages lead to a month of them.
create index message_by_commit on message using brin (committed_at);
-- How many messages of the month went, once nothing that is kept refers to them; null = not looked through yet.
alter table retention_month add column messages bigint;
-- Retention alone may take a message away, and says so in its own transaction; nobody may change one.
create function forbid_change_but_retention() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('trong_dong.retention', true) = 'messages' then
    return old;
  end if;
  raise exception 'append-only: % rows are never changed', tg_table_name;
end $$;
drop trigger message_append_only on message;
create trigger message_append_only before update or delete on message for each row execute function forbid_change_but_retention();
create trigger message_body_append_only before update or delete on message_body for each row execute function forbid_change_but_retention();
