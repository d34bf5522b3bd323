create table agent (
  id text primary key,
  seq bigint generated always as identity unique,
  name text not null constraint agent_name_taken unique,
  status text not null,
  failure_reason text,
  newest_version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- The definition never changes once written; the other columns tell how far its deployment is.
create table agent_version (
  agent_id text not null references agent on delete cascade,
  version integer not null,
  status text not null,
  failure_reason text,
  definition jsonb not null,
  stage text not null,
  warnings text[] not null default '{}',
  digest text,
  build jsonb,
  collected boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (agent_id, version)
);

create table agent_endpoint (
  agent_id text not null references agent on delete cascade,
  name text collate "C" not null,
  id text not null,
  status text not null,
  failure_reason text,
  description text,
  live_version integer,
  target_version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (agent_id, name)
);

-- endpoint is empty for a tag of the agent itself.
create table agent_tag (
  agent_id text not null references agent on delete cascade,
  endpoint text not null,
  key text not null,
  value text not null,
  primary key (agent_id, endpoint, key)
);

create table agent_request (
  operation text not null,
  token text not null,
  request text not null,
  response jsonb not null,
  expires_at timestamptz not null,
  primary key (operation, token)
);
create index agent_request_expires_at on agent_request (expires_at);
