-- Where an incident is shown beside its channel: the one it was opened in, and those it is bridged to.
create table incident_places (
  channel text not null,
  incident_id text not null references incidents (id),
  primary key (channel, incident_id)
);
create index incident_places_incident on incident_places (incident_id);

-- Accounts that people have linked to themselves, confirmed on both sides.
create table account_links (
  account text primary key,
  person text not null
);

-- Links that wait for the other side: the code is shown to one account and typed by the other.
create table link_codes (
  code text primary key,
  valid_until text collate "C" not null,
  body jsonb not null
);
