-- The points of a session keep the order in which they were invited, also those of one moment.
alter table bridge_point add column n bigint;
update bridge_point p set n = o.n
  from (select id, row_number() over (order by role, invited_at, id) n from bridge_point) o where o.id = p.id;
create sequence bridge_point_n owned by bridge_point.n;
select setval('bridge_point_n', coalesce(max(n), 0) + 1, false) from bridge_point;
alter table bridge_point alter column n set default nextval('bridge_point_n'), alter column n set not null;
