-- Rows that were taken before their giver was kept are of whoever took them: left to the nation, a province that sends its
-- document again would give all of it a second time.
alter table directive_import_row disable trigger directive_import_row_append_only;
update directive_import_row r set giver_unit_id = a.unit_id from account a, unit u
where a.id = r.by and u.id = a.unit_id and u.kind <> 'nation' and r.giver_unit_id is null
  and r.at < (select applied_at from migration where name = '0191-directive-import-giver.sql')
  and not exists (select from directive_import_row o
    where o.document = r.document and o.row_no = r.row_no and o.giver_unit_id = a.unit_id);
alter table directive_import_row enable trigger directive_import_row_append_only;
