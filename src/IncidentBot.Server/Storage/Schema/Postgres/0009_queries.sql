-- What lists are asked for. What can be is generated from the body, so that it fits rows of before and cannot differ.

alter table incidents
  add column state text generated always as (body->>'state') stored,
  add column severity text generated always as (body->>'severity') stored,
  add column kind text generated always as (coalesce(body->>'kind', 'Real')) stored,
  add column target text generated always as (coalesce(body->'target'->>'name', body->>'target')) stored,
  add column is_private boolean generated always as (coalesce((body->>'isPrivate')::boolean, false)) stored,
  -- Words are parted by whatever is no letter or digit, here and in SQLite; see SearchText.
  add column words tsvector generated always as (
    to_tsvector('simple', regexp_replace('INC-' || number || ' ' || (body->>'title'), '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', ' ', 'g'))) stored,
  add column opened_at text collate "C" not null default '';
update incidents set opened_at = to_char((body->>'openedAt')::timestamptz at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"0Z"');
create index incidents_state on incidents (state, number, is_private);
create index incidents_severity on incidents (severity, number, is_private);
create index incidents_kind on incidents (kind, number, is_private);
create index incidents_target on incidents (target, number, is_private);
create index incidents_opened on incidents (opened_at, number, is_private);
create index incidents_number_private on incidents (number, is_private);
create index incidents_words on incidents using gin (words);

-- What an incident has several of: people with a part in it, services that its runbook names.
create table incident_facets (
  facet text not null,
  value text not null,
  number integer not null references incidents (number),
  primary key (facet, value, number)
);
create index incident_facets_number on incident_facets (number);
insert into incident_facets (facet, value, number)
select distinct 'Person', coalesce(person->>'id', person #>> '{}'), number
from incidents cross join lateral (
  select body->'openedBy' union all select body->'acknowledgedBy' union all select body->'assignee'
  union all select value from jsonb_each(coalesce(body->'roles', '{}'))) as involved (person)
where person is not null;
insert into incident_facets (facet, value, number)
select distinct 'Service', lower(service->>'name'), number
from incidents cross join lateral jsonb_array_elements(coalesce(body->'runbook'->'services', '[]')) as affected (service);

alter table timeline
  add column kind text,
  add column at text collate "C";
update timeline set kind = body->>'kind', at = to_char((body->>'at')::timestamptz at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"0Z"');
alter table timeline
  alter column kind set not null,
  alter column at set not null,
  add column person text generated always as (coalesce(body->'by'->>'id', body->>'by')) stored;
create index timeline_kind on timeline (incident_id, kind, sequence);

alter table runs
  add column action text generated always as (body->'call'->>'action') stored,
  add column requested_by text generated always as (coalesce(body->'requestedBy'->>'id', body->>'requestedBy')) stored,
  add column requested_at text collate "C" not null default '';
update runs set requested_at = to_char((body->>'requestedAt')::timestamptz at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"0Z"');
create index runs_state on runs (state, number);
create index runs_action on runs (action, number);
create index runs_target on runs (target, number);
create index runs_requested_by on runs (requested_by, number);
create index runs_requested_at on runs (requested_at, number);

-- Cut out of the text as it was chained, with its escapes: what is found is what was sealed. At most 200 characters of
-- each, so that no length keeps an entry out of an index, and with that out of the audit.
alter table audit_entries
  add column at text collate "C" generated always as (substring(body from '^{"at":"([^"]*)"')) stored,
  add column actor text generated always as (left(substring(body from '^{"at":"[^"]*","actor":"([^"]*)"'), 200)) stored,
  add column kind text generated always as (substring(body from '^{"at":"[^"]*","actor":"[^"]*","kind":"([^"]*)"')) stored,
  add column subject text generated always as (left(substring(body from '^{"at":"[^"]*","actor":"[^"]*","kind":"[^"]*","subject":"([^"]*)"'), 200)) stored;
create index audit_entries_at on audit_entries (at, sequence);
create index audit_entries_actor on audit_entries (actor, sequence);
create index audit_entries_kind on audit_entries (kind, sequence);
create index audit_entries_subject on audit_entries (subject, sequence);
