-- What each screen showed, in its own words, and pictures of it.
create table screen_proof (
  id bigint generated always as identity primary key,
  screen_id integer not null references screen,
  at timestamptz not null,             -- when it was shown, by the server's clock as the screen knows it
  received_at timestamptz not null default clock_timestamp(),
  why text not null,                   -- scene, beat
  scene text not null,
  epoch bigint not null,               -- the server's life that the sequences belong to
  sha256 bytea not null,
  agrees boolean not null,             -- whether every value is one that this server had sent by that sequence
  differs jsonb,                       -- series whose value is another; null when it agrees
  same_as bigint references screen_proof, -- the values are those of that report; then they are not kept again
  shown jsonb                          -- [series, view, sequence, value, end of its time, words]
);
create index screen_proof_at on screen_proof (screen_id, at);
create trigger screen_proof_append_only before update or delete on screen_proof
  for each row execute function forbid_change();

-- Pictures taken by the page itself. Those that were asked for stay; the small ones of every minute are kept for a day.
create table screen_picture (
  id bigint generated always as identity primary key,
  screen_id integer not null references screen,
  at timestamptz not null,
  kind text not null,                  -- asked, small
  command_id bigint references screen_command,
  scene text not null,
  width integer not null,
  height integer not null,
  sha256 bytea not null,
  jpeg bytea not null
);
create index screen_picture_at on screen_picture (screen_id, at);
