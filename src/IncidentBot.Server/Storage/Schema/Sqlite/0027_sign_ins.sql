-- Who is signed in to the pages, until when. The id is the hash of what their browser has.
create table sign_ins (
  id text primary key,
  account text not null,
  name text not null,
  signed_in_at text not null,
  ends_at text not null
) strict, without rowid;
create index sign_ins_ended on sign_ins (ends_at);
