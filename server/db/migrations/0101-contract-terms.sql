-- Whom to call about a source, and on what legal ground it sends. A contact is a person's data: told to few.
alter table contract add column contact jsonb;
alter table contract add column legal_basis text;
