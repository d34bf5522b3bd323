-- Most events come without a token: they need no place in the index.
drop index memory_event_once;
create unique index memory_event_once on memory_event (memory_id, client_token) where client_token is not null;
