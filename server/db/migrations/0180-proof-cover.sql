-- What lay over the picture while a screen said what it shows, and how many numbers stood there beyond what it could say.
alter table screen_proof add column cover text; -- dark, test-picture, identity; null while the picture was in sight
alter table screen_proof add column cut integer not null default 0;
