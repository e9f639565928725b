-- What a replay reads. Rows in the order they were recorded: the table is append-only, so a block range index, nearly free
-- for the writer, finds a window of time.
create index observation_recorded on observation using brin (recorded_at)
  with (pages_per_range = 16, autosummarize = on);
-- A named period may end after the moment that is asked for: few rows, found apart from the instants.
create index observation_named on observation (series_id, valid_to desc, valid_from desc, recorded_at desc)
  where period is not null;
-- What wanted a person at a past moment.
create index attention_cleared on attention (cleared_at);
