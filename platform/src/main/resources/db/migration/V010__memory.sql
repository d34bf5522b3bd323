create table memory (
  id text primary key,
  seq bigint generated always as identity unique,
  name text not null constraint memory_name_taken unique,
  status text not null,
  expiry_days integer not null,
  definition jsonb not null,
  strategies jsonb not null,
  tags jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- last_seq numbers a session's events: their order is this and not the clock's.
create table memory_session (
  key bigint generated always as identity primary key,
  memory_id text not null references memory,
  actor_id text collate "C" not null,
  session_id text collate "C" not null,
  created_at timestamptz not null,
  last_seq bigint not null,
  empty_since timestamptz,
  constraint memory_session_once unique (memory_id, actor_id, session_id)
) with (fillfactor = 80);
create index memory_session_empty on memory_session (empty_since) where empty_since is not null;

-- The payload is JSON as text: nothing asks the database what is in it, and jsonb refuses what JSON allows.
create table memory_event (
  session_key bigint not null references memory_session on delete cascade,
  seq bigint not null,
  memory_id text not null,
  created_at timestamptz not null,
  event_time timestamptz not null,
  branch text collate "C" not null,
  payload text not null,
  metadata jsonb,
  variables jsonb,
  mode text not null,
  client_token text,
  primary key (session_key, seq)
);
create index memory_event_by_age on memory_event (memory_id, created_at);
create unique index memory_event_once on memory_event (memory_id, client_token);
-- What was only to be read, to be removed once it was.
create index memory_event_ingested on memory_event (session_key, seq) where mode = 'INGESTED';

-- Kept when the root event goes: what a branch descends from does not change.
create table memory_branch (
  session_key bigint not null references memory_session on delete cascade,
  name text collate "C" not null,
  root_event text not null,
  root_seq bigint not null,
  parent text collate "C" not null,
  primary key (session_key, name)
);

-- What one strategy has still to read of one session. due_at is null when there is nothing, or when it has failed for good.
create table memory_extraction (
  session_key bigint not null references memory_session on delete cascade,
  strategy_id text not null,
  id uuid not null default gen_random_uuid() unique,
  done_seq bigint not null,
  wanted_seq bigint not null,
  due_at timestamptz,
  waiting_since timestamptz,
  lease uuid,
  leased_until timestamptz,
  attempts integer not null default 0,
  failure_reason text,
  primary key (session_key, strategy_id)
) with (fillfactor = 80);
create index memory_extraction_due on memory_extraction (due_at) where due_at is not null;
create index memory_extraction_failed on memory_extraction (id) where failure_reason is not null;

-- version rises with every change of the namespace's records; removed_version is the version of the last removal.
create table memory_namespace (
  key bigint generated always as identity primary key,
  memory_id text not null references memory,
  namespace text collate "C" not null,
  version bigint not null default 0,
  removed_version bigint not null default 0,
  constraint memory_namespace_once unique (memory_id, namespace)
);

create table memory_record (
  id text primary key,
  seq bigint generated always as identity unique,
  namespace_key bigint not null references memory_namespace,
  memory_id text not null,
  strategy_id text not null,
  subject text,
  content text not null,
  metadata jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version bigint not null,
  words tsvector generated always as (to_tsvector('english', content)) stored,
  embedding bytea not null,
  embedder text not null
);
create index memory_record_by_namespace on memory_record (namespace_key, version);
create index memory_record_by_memory on memory_record (memory_id, seq);
create unique index memory_record_subject on memory_record (namespace_key, strategy_id, subject)
  where subject is not null;

-- Which events a record was made of.
create table memory_source (
  record_id text not null references memory_record on delete cascade,
  memory_id text not null,
  actor_id text collate "C" not null,
  session_id text collate "C" not null,
  event_id text collate "C" not null,
  primary key (record_id, actor_id, session_id, event_id)
);
create index memory_source_by_session on memory_source (memory_id, actor_id, session_id);
