-- What is asked for by a filter and a span of time. By the filter alone all of it would be put in order; by the span, all of that read.
create index incidents_state_opened on incidents (state, opened_at, number, is_private);
create index incidents_severity_opened on incidents (severity, opened_at, number, is_private);
create index incidents_kind_opened on incidents (kind, opened_at, number, is_private);
create index incidents_target_opened on incidents (target, opened_at, number, is_private);
