-- What callers of the built-in server "custom" keep under names. Times are whole milliseconds, as
-- the same statements run on SQLite when the server runs alone.
create table toolkit_data (
  owner text not null,
  key text collate "C" not null,
  value text not null,
  updated_at bigint not null,
  expires_at bigint,
  primary key (owner, key)
);
