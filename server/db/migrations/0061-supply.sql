-- What arrived of a reporting period: asked by the coverage board. Instants are not in it and pay nothing for it.
create index observation_of_period on observation (period, series_id) where period is not null;
