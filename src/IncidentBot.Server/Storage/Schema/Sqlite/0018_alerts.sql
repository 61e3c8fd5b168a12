-- Alerts as they stand, and where each counts.
create table alerts (
  source text not null,
  fingerprint text not null,
  group_id text not null,
  incident_id text references incidents (id),
  firing integer not null,
  changed_at text not null,
  heard_at text not null,
  body text not null,
  primary key (source, fingerprint)
) strict, without rowid;
create index alerts_incident on alerts (incident_id, firing, changed_at) where incident_id is not null;
create index alerts_firing on alerts (changed_at) where firing;
create index alerts_alone on alerts (changed_at) where firing and incident_id is null;
create index alerts_waiting on alerts (group_id, changed_at) where firing and incident_id is null;
create index alerts_over on alerts (heard_at) where not firing;

-- Where the alerts of a group went last.
create table alert_groups (
  id text primary key,
  incident_id text not null references incidents (id)
) strict, without rowid;
create index alert_groups_incident on alert_groups (incident_id);

create table alert_silences (
  number integer primary key,
  ended integer not null,
  body text not null
) strict;
create index alert_silences_lasting on alert_silences (number) where not ended;
