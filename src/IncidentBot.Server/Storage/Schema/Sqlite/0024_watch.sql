-- What the watch has measured: each look for a day, and the worst of five minutes for a month.
create table watch_samples (
  system text not null,
  target text not null,
  grain text not null,
  at text not null,
  body text not null,
  primary key (system, target, grain, at)
) strict, without rowid;
create index watch_samples_age on watch_samples (grain, at);

-- When a gauge was beyond its threshold. over_at is in the year 9999 while it is.
create table watch_breaches (
  number integer primary key,
  system text not null,
  target text not null,
  gauge text not null,
  measure text not null,
  title text not null,
  unit text not null,
  threshold real not null,
  began_at text not null,
  before real,
  worst real not null,
  over_at text not null,
  after real,
  is_right integer,
  said_by text,
  said_at text
) strict;
create index watch_breaches_of_target on watch_breaches (system, target, over_at);
create index watch_breaches_over on watch_breaches (over_at);
create index watch_breaches_began on watch_breaches (began_at, measure, is_right);
