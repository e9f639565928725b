-- What each screen said to an act: when the picture stood on it; null: it did not say so in time, or was away.
create table scene_act_answer (
  act_id bigint not null references scene_act,
  screen_id integer not null references screen,
  answered_at timestamptz,
  away boolean not null,
  primary key (act_id, screen_id)
);
create trigger scene_act_answer_append_only before update or delete on scene_act_answer
  for each row execute function forbid_change();
