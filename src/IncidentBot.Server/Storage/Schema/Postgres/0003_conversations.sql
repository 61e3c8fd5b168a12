create table conversations (
  channel text primary key,
  body text not null
);
