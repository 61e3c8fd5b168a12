-- What is over and was handled there: its summary is asked for in its own channel, without a number.
create index incidents_over_channel on incidents (channel, number) where is_over;
