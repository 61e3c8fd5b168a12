-- Accounts are served in turn, however much one of them has sent: only the first message of an account has a place in the line.
alter table inbox add column turn integer;
update inbox set turn = id where id in (select min(id) from inbox where not finished group by account);
create index inbox_line on inbox (turn, id) where turn is not null;
drop index inbox_waiting;

-- Whether its holder is at work on it, and how many have died over that.
alter table inbox add column begun integer not null default 0;
alter table inbox add column crashes integer not null default 0;

-- Nobody looks for leases that ended before a time any more.
drop index runs_lease;
