-- The text of each runbook that an incident has started, as it was then.

create table runbooks (
  hash text primary key,
  id text not null,
  text text not null,
  pinned_at text not null
) strict, without rowid;
