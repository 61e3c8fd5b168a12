-- Posts, answers to each person and each living message are delivered in an order of their own, and how things stand
-- goes out before what was said. Rows that wait already are posts: they keep the order they have.

alter table outbox add column lane text not null default 'posts';
alter table outbox add column precedence integer not null default 1;

drop index outbox_waiting;
drop index outbox_channel;
create index outbox_waiting on outbox (precedence, id) where not abandoned;
create index outbox_lane on outbox (channel, lane, id) where not abandoned;
