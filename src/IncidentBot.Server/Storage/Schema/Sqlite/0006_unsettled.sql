-- When the attempt under way began, and the first one whose outcome nobody knows: since then the message may be there.

alter table outbox add column tried_at text;
alter table outbox add column unsettled_since text;
