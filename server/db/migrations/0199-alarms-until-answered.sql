-- What was heard is quieted by a person alone: the delivered rules end no alarm by themselves any more. A rule that people
-- have written a version of is theirs and stays as it is. Alarms that stand keep the version that raised them.
insert into alarm_rule_version (rule_id, version, rule, enabled, created_by)
select v.rule_id, v.version + 1, jsonb_set(v.rule, '{needsPerson}', 'true'), v.enabled, 'system'
from alarm_rule r join alarm_rule_version v on v.rule_id = r.id
where r.code in ('KN-MAT', 'KN-CHAM', 'KN-TU-CHOI', 'MAN-HINH', 'NHIEM-VU', 'DOI-SOAT')
  and v.rule->'needsPerson' = 'false'
  and not exists (
    select from alarm_rule_version o where o.rule_id = v.rule_id and (o.version > v.version or o.created_by <> 'system'));
