-- What senders of alerts have said and nobody has looked at yet. A row that was looked at is deleted.
create table alert_deliveries (
  id integer primary key autoincrement,
  source text not null,
  received_at text not null,
  body text not null
) strict;
