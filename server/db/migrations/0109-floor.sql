-- Who has the floor in a video session, since when and until when; who asked for it and when.
-- Microphones are closed until the chair opens them.
alter table bridge_session
  add column floor_point text,
  add column floor_since timestamptz,
  add column floor_until timestamptz;
alter table bridge_point add column hand_at timestamptz;
alter table bridge_point alter column muted set default true;
