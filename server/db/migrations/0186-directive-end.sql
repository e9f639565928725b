-- How a directive ended, which nothing changes any more: what is counted of all there ever were is counted here.
create table directive_end (
  directive_id bigint primary key references directive,
  outcome text not null                -- doneOnTime, doneLate, withdrawn
);
create trigger directive_end_append_only before update or delete on directive_end for each row execute function forbid_change();
-- It was done when it was reported done and not returned since, else when it was closed.
insert into directive_end
select e.directive_id, case when e.kind = 'withdraw' then 'withdrawn'
    when date_trunc('milliseconds', case when r.kind = 'complete' then r.at else e.at end) <= v.due then 'doneOnTime'
    else 'doneLate' end
from (select distinct on (directive_id) directive_id, kind, at from directive_step
      where kind in ('close', 'withdraw') order by directive_id, n desc) e
  join lateral (select due from directive_version where directive_id = e.directive_id order by version desc limit 1) v on true
  left join lateral (select kind, at from directive_step where directive_id = e.directive_id and kind in ('complete', 'return')
    order by n desc limit 1) r on true;
