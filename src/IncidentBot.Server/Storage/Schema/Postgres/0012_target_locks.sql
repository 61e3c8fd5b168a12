-- One change at a time on one server, whatever it is asked through: the queues in a Redis are that Redis. A host or a database that
-- only has the same name is another server. What is held when this is applied stays held.
update runs set body = body || jsonb_build_object('lock',
  case when split_part(body->'call'->>'action', '.', 1) in ('redis', 'queue', 'rq') then 'redis' else split_part(body->'call'->>'action', '.', 1) end
  || ' ' || target);
alter table runs add column target_lock text generated always as (body->>'lock') stored;
drop index runs_target_held;
create unique index runs_target_held on runs (target_lock) where holds_target;
