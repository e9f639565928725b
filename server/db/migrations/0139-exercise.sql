-- Exercises. The real world keeps which there were; an exercise's own database keeps its one row and its steps.
create table exercise (
  id text primary key,
  scenario jsonb not null,
  started_by text not null,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  end_reason text check (end_reason in ('finished', 'stopped', 'lost', 'server-stopped', 'failed')),
  deleted_at timestamptz
);
create unique index exercise_running on exercise ((true)) where ended_at is null;
create table exercise_step (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  kind text not null check (kind in ('clock', 'inject', 'acknowledged')),
  inject text,
  actor text,
  detail jsonb not null default '{}'
);
create unique index exercise_injected on exercise_step (inject) where kind = 'inject';
create unique index exercise_acknowledged on exercise_step (inject) where kind = 'acknowledged';
create trigger exercise_step_append_only before update or delete on exercise_step
  for each row execute function forbid_change();
