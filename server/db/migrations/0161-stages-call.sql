-- What the stages of the product call for, where nobody has set them up: the playlists and ladders that come with it.
insert into stage_setup (stages)
select (
  select jsonb_agg(
    stage || case (stage ->> 'no')::integer
      when 2 then '{"playlist":"giai-doan-2","ladder":"CHUAN"}'
      when 3 then '{"playlist":"giai-doan-3","ladder":"CHUAN"}'
      when 4 then '{"playlist":"giai-doan-4","ladder":"UNG-PHO"}'
      when 5 then '{"playlist":"giai-doan-5","ladder":"UNG-PHO"}'
      else '{}'
    end::jsonb order by stage -> 'no')
  from jsonb_array_elements(newest.stages) stage)
from (select stages, by_account from stage_setup order by id desc limit 1) newest
where newest.by_account is null;
