-- What lists are asked for. What can be is generated from the body, so that it fits rows of before and cannot differ.

alter table incidents add column state text generated always as (json_extract(body, '$.state')) virtual;
alter table incidents add column severity text generated always as (json_extract(body, '$.severity')) virtual;
alter table incidents add column kind text generated always as (coalesce(json_extract(body, '$.kind'), 'Real')) virtual;
alter table incidents add column target text generated always as (coalesce(json_extract(body, '$.target.name'), json_extract(body, '$.target'))) virtual;
alter table incidents add column is_private integer generated always as (coalesce(json_extract(body, '$.isPrivate'), 0)) virtual;
alter table incidents add column opened_at text not null default '';
update incidents set opened_at = strftime('%Y-%m-%dT%H:%M:%f0000Z', json_extract(body, '$.openedAt'));
create index incidents_state on incidents (state, number, is_private);
create index incidents_severity on incidents (severity, number, is_private);
create index incidents_kind on incidents (kind, number, is_private);
create index incidents_target on incidents (target, number, is_private);
create index incidents_opened on incidents (opened_at, number, is_private);
create index incidents_number_private on incidents (number, is_private);

-- Words are parted by whatever is no letter or digit, here and in PostgreSQL; see SearchText. A row's id is the number.
create virtual table incident_words using fts5 (words, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3');
insert into incident_words (rowid, words) select number, 'INC-' || number || ' ' || json_extract(body, '$.title') from incidents;
create trigger incident_words_added after insert on incidents begin
  insert into incident_words (rowid, words) values (new.number, 'INC-' || new.number || ' ' || json_extract(new.body, '$.title'));
end;
create trigger incident_words_changed after update of body on incidents
when json_extract(new.body, '$.title') <> json_extract(old.body, '$.title') begin
  update incident_words set words = 'INC-' || new.number || ' ' || json_extract(new.body, '$.title') where rowid = new.number;
end;

-- What an incident has several of: people with a part in it, services that its runbook names.
create table incident_facets (
  facet text not null,
  value text not null,
  number integer not null references incidents (number),
  primary key (facet, value, number)
) strict, without rowid;
create index incident_facets_number on incident_facets (number);
insert into incident_facets (facet, value, number)
select distinct 'Person', person, number from (
  select coalesce(json_extract(body, '$.openedBy.id'), json_extract(body, '$.openedBy')) as person, number from incidents
  union all
  select coalesce(json_extract(body, '$.acknowledgedBy.id'), json_extract(body, '$.acknowledgedBy')), number from incidents
  union all
  select coalesce(json_extract(body, '$.assignee.id'), json_extract(body, '$.assignee')), number from incidents
  union all
  select case role.type when 'object' then json_extract(role.value, '$.id') else role.value end, number
  from incidents, json_each(body, '$.roles') as role)
where person is not null;
insert into incident_facets (facet, value, number)
select distinct 'Service', lower(json_extract(service.value, '$.name')), number
from incidents, json_each(body, '$.runbook.services') as service;

alter table timeline add column kind text not null default '';
alter table timeline add column at text not null default '';
alter table timeline add column person text generated always as (coalesce(json_extract(body, '$.by.id'), json_extract(body, '$.by'))) virtual;
update timeline set kind = json_extract(body, '$.kind'), at = strftime('%Y-%m-%dT%H:%M:%f0000Z', json_extract(body, '$.at'));
create index timeline_kind on timeline (incident_id, kind, sequence);

alter table runs add column action text generated always as (json_extract(body, '$.call.action')) virtual;
alter table runs add column requested_by text generated always as (
  coalesce(json_extract(body, '$.requestedBy.id'), json_extract(body, '$.requestedBy'))) virtual;
alter table runs add column requested_at text not null default '';
update runs set requested_at = strftime('%Y-%m-%dT%H:%M:%f0000Z', json_extract(body, '$.requestedAt'));
create index runs_state on runs (state, number);
create index runs_action on runs (action, number);
create index runs_target on runs (target, number);
create index runs_requested_by on runs (requested_by, number);
create index runs_requested_at on runs (requested_at, number);

-- Cut out of the text as it was chained, with its escapes: what is found is what was sealed. Each value stands behind the
-- first occurrence of its name, since a quote inside a value is escaped. At most 200 characters, as in PostgreSQL.
alter table audit_entries add column at text generated always as (substr(body, 8, 28)) virtual;
alter table audit_entries add column actor text generated always as (
  substr(body, instr(body, '"actor":"') + 9, min(200, instr(substr(body, instr(body, '"actor":"') + 9), '"') - 1))) virtual;
alter table audit_entries add column kind text generated always as (
  substr(body, instr(body, '"kind":"') + 8, instr(substr(body, instr(body, '"kind":"') + 8), '"') - 1)) virtual;
alter table audit_entries add column subject text generated always as (
  substr(body, instr(body, '"subject":"') + 11, min(200, instr(substr(body, instr(body, '"subject":"') + 11), '"') - 1))) virtual;
create index audit_entries_at on audit_entries (at, sequence);
create index audit_entries_actor on audit_entries (actor, sequence);
create index audit_entries_kind on audit_entries (kind, sequence);
create index audit_entries_subject on audit_entries (subject, sequence);
