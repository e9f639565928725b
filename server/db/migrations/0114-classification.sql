-- How far a number may be seen, and how far a screen shows while points from outside are connected.
alter table indicator add column classification text not null default 'internal'
  check (classification in ('public', 'internal', 'restricted', 'secret'));
update indicator set classification = 'public' where in_national_set;
alter table screen add column outside_level text not null default 'internal'
  check (outside_level in ('public', 'internal', 'restricted', 'secret'));
