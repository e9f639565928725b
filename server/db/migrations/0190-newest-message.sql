-- A message is held against its connection's newest one that had rows, no longer against all of the same content.
create index message_newest on message (connection_id, id desc) where accepted + unchanged + refused > 0;
drop index message_by_hash;
