-- Cards that a platform had to cut, whole. Each is found by a token of which only the hash is here.
create table kept_cards (
  token_hash text primary key,
  keep_until text collate "C" not null,
  body jsonb not null
);
create index kept_cards_until on kept_cards (keep_until);
