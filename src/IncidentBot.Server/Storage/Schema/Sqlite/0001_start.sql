-- Times are UTC text of fixed width, so they sort as text. README.md in Storage/ says what each table is for.

create table series (
  name text primary key,
  last integer not null
) strict;

create table incidents (
  id text primary key,
  number integer not null unique,
  version integer not null,
  channel text not null,
  is_open integer not null,
  is_over integer not null,
  timeline_length integer not null default 0,
  body text not null
) strict;
create index incidents_open on incidents (number) where is_open;
create index incidents_channel on incidents (channel, number) where not is_over;

create table timeline (
  incident_id text not null references incidents (id),
  sequence integer not null,
  body text not null,
  primary key (incident_id, sequence)
) strict, without rowid;

create table runs (
  id text primary key,
  number integer not null unique,
  version integer not null,
  incident_id text,
  target text not null,
  state text not null,
  holds_target integer not null,
  is_unsettled integer not null,
  lease_owner text,
  lease_until text,
  cancel_requested integer not null,
  progress text,
  body text not null
) strict;
create unique index runs_target_held on runs (target) where holds_target;
create index runs_unsettled on runs (number) where is_unsettled;
create index runs_incident on runs (incident_id, number);
create index runs_lease on runs (lease_until) where state = 'Running';

create table audit_entries (
  sequence integer primary key,
  body text not null,
  mac text not null
) strict;

create table audit_head (
  id integer primary key check (id = 1),
  sequence integer not null,
  mac text not null,
  seal text not null
) strict;

create table inbox (
  id integer primary key autoincrement,
  key text not null unique,
  account text not null,
  received_at text not null,
  not_before text,
  attempt integer not null default 0,
  finished integer not null default 0,
  body text
) strict;
create index inbox_waiting on inbox (id) where not finished;
create index inbox_account on inbox (account, id) where not finished;
create index inbox_finished on inbox (received_at) where finished;

create table outbox (
  id integer primary key autoincrement,
  channel text not null,
  subject text,
  not_before text,
  attempt integer not null default 0,
  generation integer not null default 1,
  abandoned integer not null default 0,
  error text,
  body text not null
) strict;
create index outbox_waiting on outbox (id) where not abandoned;
create index outbox_channel on outbox (channel, id) where not abandoned;
create unique index outbox_refresh on outbox (channel, subject) where subject is not null and not abandoned;

create table posted (
  channel text not null,
  subject text not null,
  message_id text not null,
  primary key (channel, subject)
) strict, without rowid;

create table schedule (
  id integer primary key autoincrement,
  key text not null unique,
  kind text not null,
  subject text not null,
  due_at text not null,
  not_before text not null,
  attempt integer not null default 0
) strict;
create index schedule_due on schedule (not_before, id);

create table channels (
  channel text primary key,
  platform text not null,
  last_position integer not null
) strict;
create index channels_platform on channels (platform, last_position);

create table channel_messages (
  channel text not null,
  id text not null,
  position integer not null,
  revision integer not null,
  only_for text,
  body text not null,
  primary key (channel, id)
) strict;
create unique index channel_messages_position on channel_messages (channel, position);
create index channel_messages_revision on channel_messages (channel, revision);
