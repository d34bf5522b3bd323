-- The databases that were made for systems.
create table system_database (
  system text primary key,
  made_at timestamptz not null
);

-- The agents that systems deployed, by name: the digest tells whether a system's files have changed since.
create table system_agent (
  name text primary key,
  system text not null,
  agent_id text not null references agent (id) on delete cascade,
  digest text not null,
  version integer not null,
  deployed_at timestamptz not null
);
