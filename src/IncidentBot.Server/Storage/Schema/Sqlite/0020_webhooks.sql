-- What endpoints are told: one row for each endpoint and event, and what came of it. The body is text: its bytes are signed.
create table webhook_deliveries (
  id integer primary key autoincrement,
  endpoint text not null,
  event_id text not null,
  type text not null,
  subject text not null,
  body text not null,
  created_at text not null,
  state text not null,
  attempt integer not null default 0,
  not_before text not null,
  held_by text,
  tried_at text,
  status integer,
  error text
) strict;
create index webhook_deliveries_due on webhook_deliveries (endpoint, not_before, id) where state = 'Waiting';
create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint, id);
create index webhook_deliveries_holder on webhook_deliveries (held_by) where held_by is not null;
create index webhook_deliveries_held on webhook_deliveries (endpoint) where held_by is not null;
create index webhook_deliveries_age on webhook_deliveries (created_at);

-- How an endpoint has done. There is no row before the first try.
create table webhook_endpoints (
  name text primary key,
  disabled_at text,
  paused_until text,
  succeeded_at text,
  failed_at text,
  failure text
) strict, without rowid;
