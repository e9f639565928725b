-- Keys that were replaced: their holder is told so, instead of that the key was never right.
create table revoked_key (
  key_hash bytea primary key,
  connection_id text not null references connection,
  revoked_at timestamptz not null default now()
);
create index revoked_key_by_connection on revoked_key (connection_id);
