-- What the watch has measured: each look for a day, and the worst of five minutes for a month.
create table watch_samples (
  system text not null,
  target text not null,
  grain text not null,
  at text collate "C" not null,
  body jsonb not null,
  primary key (system, target, grain, at)
);
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
  threshold double precision not null,
  began_at text collate "C" not null,
  before double precision,
  worst double precision not null,
  over_at text collate "C" not null,
  after double precision,
  is_right integer,
  said_by text,
  said_at text collate "C"
);
create index watch_breaches_of_target on watch_breaches (system, target, over_at);
create index watch_breaches_over on watch_breaches (over_at);
create index watch_breaches_began on watch_breaches (began_at, measure, is_right);
