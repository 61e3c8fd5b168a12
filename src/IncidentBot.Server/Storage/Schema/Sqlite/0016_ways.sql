-- By what an answer reaches its person, where each request has a way of its own: what does not get through there steps aside.
alter table outbox add column way text;
