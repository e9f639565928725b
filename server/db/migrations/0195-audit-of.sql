-- What was done to one thing, by its time: which screens a wall was made of then.
create index audit_entry_subject on audit_entry (subject, id) where subject is not null;
