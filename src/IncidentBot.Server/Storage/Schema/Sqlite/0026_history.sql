-- What is asked for by a filter and a span of time. By the filter alone all of it would be put in order; by the span, all of that read.
create index incidents_state_opened on incidents (state, opened_at, number, is_private);
create index incidents_severity_opened on incidents (severity, opened_at, number, is_private);
create index incidents_kind_opened on incidents (kind, opened_at, number, is_private);
create index incidents_target_opened on incidents (target, opened_at, number, is_private);

-- A beginning of any usual length is looked up and followed from the newest on. Without an index of its length all words that
-- begin so are merged first, with all incidents that have them.
drop table incident_words;
create virtual table incident_words using fts5 (words, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3 4 5 6 7 8 9 10 11 12');
insert into incident_words (rowid, words) select number, 'INC-' || number || ' ' || json_extract(body, '$.title') from incidents;
