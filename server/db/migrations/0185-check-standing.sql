-- The outcome that stands at each place, beside the results that led to it: a start reads one row a place, not all there
-- ever were. Older results about instants then need not be kept for ever.
create table check_standing (
  rule_id integer not null,
  version integer not null,
  unit_id integer not null references unit,
  indicator_id integer not null,
  period text not null,                -- '' = the newest instant
  at timestamptz not null,
  outcome text not null,               -- ok, failed, incomplete
  left_value double precision,
  right_value double precision,
  difference double precision,
  allowed double precision,
  missing integer not null,
  agreed_at timestamptz,               -- when the outcome last came to be ok: what a person decided before holds no more
  primary key (rule_id, unit_id, indicator_id, period),
  foreign key (rule_id, version) references check_rule_version
) with (fillfactor = 70);

-- From place to place by the index: the table may hold a year of results.
with recursive place as (
  (select rule_id, unit_id, indicator_id, period, id from check_result
   order by rule_id, unit_id, indicator_id, period, id desc limit 1)
  union all
  select n.* from place p cross join lateral (
    select r.rule_id, r.unit_id, r.indicator_id, r.period, r.id from check_result r
    where (r.rule_id, r.unit_id, r.indicator_id, r.period) > (p.rule_id, p.unit_id, p.indicator_id, p.period)
    order by r.rule_id, r.unit_id, r.indicator_id, r.period, r.id desc limit 1) n
)
insert into check_standing
select r.rule_id, r.version, r.unit_id, r.indicator_id, r.period, r.at, r.outcome, r.left_value, r.right_value, r.difference,
  r.allowed, r.missing, (
    select o.at from check_result o where o.rule_id = r.rule_id and o.unit_id = r.unit_id
      and o.indicator_id = r.indicator_id and o.period = r.period and o.outcome = 'ok' order by o.id desc limit 1)
from place p join check_result r on r.id = p.id;

drop index check_result_current;
create index check_result_by_time on check_result using brin (at);
create index dispute_of_place on dispute (rule_id, unit_id, indicator_id, period, id desc);

-- Retention alone may take a row away, and names in its own transaction what it takes.
create function forbid_change_but_retention_of() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('trong_dong.retention', true) = tg_argv[0] then
    return old;
  end if;
  raise exception 'append-only: % rows are never changed', tg_table_name;
end $$;
drop trigger check_result_append_only on check_result;
create trigger check_result_append_only before update or delete on check_result
  for each row execute function forbid_change_but_retention_of('results');
