-- One change at a time on one server, whatever it is asked through: the queues in a Redis are that Redis. A host or a database that
-- only has the same name is another server. What is held when this is applied stays held.
update runs set body = json_set(body, '$.lock',
  case
    when json_extract(body, '$.call.action') like 'redis.%'
      or json_extract(body, '$.call.action') like 'queue.%'
      or json_extract(body, '$.call.action') like 'rq.%'
    then 'redis'
    else substr(json_extract(body, '$.call.action'), 1, instr(json_extract(body, '$.call.action'), '.') - 1)
  end
  || ' ' || target);
alter table runs add column target_lock text generated always as (json_extract(body, '$.lock')) virtual;
drop index runs_target_held;
create unique index runs_target_held on runs (target_lock) where holds_target;
