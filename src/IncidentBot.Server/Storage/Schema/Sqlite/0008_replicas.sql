-- Who lives: a replica counts its beats up, and one whose count stands still is dead.
create table replicas (
  id text primary key,
  beat integer not null
) strict, without rowid;

-- Who holds a claim, so that what a dead replica held is free at once. Null while nobody does.
alter table inbox add column held_by text;
alter table outbox add column held_by text;
alter table schedule add column held_by text;
create index inbox_held on inbox (held_by) where held_by is not null;
create index outbox_held on outbox (held_by) where held_by is not null;
create index schedule_held on schedule (held_by) where held_by is not null;

-- What only one replica may do at a time, or only so often.
create table turns (
  name text primary key,
  held_by text not null,
  until text not null
) strict, without rowid;
create index turns_held on turns (held_by);
create index turns_until on turns (until);

-- When a message was given up. For those of before, that is today.
alter table outbox add column abandoned_at text;
update outbox set abandoned_at = strftime('%Y-%m-%dT%H:%M:%f0000Z', 'now') where abandoned;
create index outbox_abandoned on outbox (abandoned_at, id) where abandoned;

create index link_codes_until on link_codes (valid_until);
