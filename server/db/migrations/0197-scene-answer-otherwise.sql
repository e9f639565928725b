-- A screen that answered, and stands on something else than was asked for: it was nearer, or a takeover has it.
alter table scene_act_answer add column otherwise boolean not null default false;
