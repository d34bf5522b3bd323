-- What agents noted with the key_value tool; session is empty for what all sessions of an agent share.
create table key_value (
  agent text not null,
  session text not null,
  key text collate "C" not null,
  value text not null,
  updated_at timestamptz not null,
  primary key (agent, session, key)
);
