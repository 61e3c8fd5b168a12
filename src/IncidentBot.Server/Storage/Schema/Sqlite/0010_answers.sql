-- What a request came to, kept for as long as its key is. Those that were answered before have none.
alter table inbox add column answer text;
