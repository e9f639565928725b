-- Who, as the second person, let a scene be restricted no more; null: nobody was asked.
alter table scene_version add column confirmed_by text;
-- Restricted scenes that a second person let this playlist show.
alter table playlist_version add column agreed text[] not null default '{}';
