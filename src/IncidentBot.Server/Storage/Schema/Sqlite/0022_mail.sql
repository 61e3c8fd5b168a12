-- Which lists were told of which incidents by e-mail: whoever was told of the start is told of the end.
create table mail_threads (
  incident_id text not null references incidents (id),
  list text not null,
  subject text not null,
  root_id text not null,
  addresses text not null,
  is_over integer not null,
  changed_at text not null,
  primary key (incident_id, list)
) strict, without rowid;
create index mail_threads_age on mail_threads (changed_at) where is_over;

-- What is told: one row for each letter and address, and what came of it. The message is text in ASCII, as it is sent.
create table mail_letters (
  id integer primary key autoincrement,
  list text not null,
  thread text not null,
  address text not null,
  label text not null,
  what text not null,
  message text not null,
  created_at text not null,
  state text not null,
  attempt integer not null default 0,
  not_before text not null,
  held_by text,
  tried_at text,
  error text
) strict;
create index mail_letters_due on mail_letters (not_before, id) where state = 'Waiting';
create index mail_letters_of_thread on mail_letters (thread, address, id) where state = 'Waiting';
create index mail_letters_of_list on mail_letters (list, state, tried_at, id);
create index mail_letters_holder on mail_letters (held_by) where held_by is not null;
create index mail_letters_age on mail_letters (created_at);
