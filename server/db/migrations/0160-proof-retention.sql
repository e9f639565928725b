-- A screen says twice a minute what it shows, for ever: what is older than the term goes, and only that, and it is said.
create function forbid_change_but_expiry() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('trong_dong.retention', true) = 'proofs' then
    return old;
  end if;
  raise exception 'append-only: % rows are never changed', tg_table_name;
end $$;
drop trigger screen_proof_append_only on screen_proof;
create trigger screen_proof_append_only before update or delete on screen_proof
  for each row execute function forbid_change_but_expiry();
create index screen_proof_by_time on screen_proof using brin (at);
create index screen_proof_same_as on screen_proof (same_as) where same_as is not null;
