-- A row of a document is taken once by each who gives: what a province numbers its own way stands in nobody else's.
alter table directive_import_row drop constraint directive_import_row_pkey;
alter table directive_import_row add column giver_unit_id integer references unit; -- null: the nation
create unique index directive_import_row_once on directive_import_row (document, row_no, giver_unit_id) nulls not distinct;
