-- What a refused row was about, where that could be read: {"of": {"indicator", "unit", "period"}} in its detail. The
-- coverage board asks for a period's.
create index quarantine_of_period on quarantine ((detail -> 'of' ->> 'period')) where detail ? 'of';
