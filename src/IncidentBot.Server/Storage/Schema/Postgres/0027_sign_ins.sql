-- Who is signed in to the pages, until when. The id is the hash of what their browser has.
create table sign_ins (
  id text primary key,
  account text not null,
  name text not null,
  signed_in_at text collate "C" not null,
  ends_at text collate "C" not null
);
create index sign_ins_ended on sign_ins (ends_at);
