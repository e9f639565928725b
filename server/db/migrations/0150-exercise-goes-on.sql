-- An exercise that was cut off goes on where it was: its own database keeps when it was last seen to run.
alter table exercise add column seen_at timestamptz;
