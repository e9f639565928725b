-- Where the sections of a held screen stood when it answered: after a restart they stand there again.
alter table scene_act_answer add column turn jsonb;
