-- What was asked of a second person and ran out unanswered, so that it is told once, also over a restart.
create table scene_lapse (
  request_id text primary key references scene_request,
  at timestamptz not null default clock_timestamp()
);
create trigger scene_lapse_append_only before update or delete on scene_lapse
  for each row execute function forbid_change();
-- Those from before are no news.
insert into scene_lapse (request_id)
select id from scene_request where expires_at <= clock_timestamp() and not exists (select from scene_decision where request_id = id);
