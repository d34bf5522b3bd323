-- One row for each life of a session id. A session id whose session ended may be used again: that is a new row.
create table sessions (
  id uuid primary key,
  runtime_id text not null,
  session_id text not null,
  version integer not null,
  endpoint text,
  user_id text,
  principal text not null,
  state text not null,
  worker_id text not null,
  worker_pid bigint,
  -- A running platform has it in memory; false after a restart, until its next invocation.
  held boolean not null default true,
  isolation text not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  end_detail text,
  exit_code integer,
  requests bigint not null default 0,
  starts integer not null default 0,
  idle_timeout_seconds integer not null,
  max_life_seconds integer not null
);

-- One owner: an id has at most one session that has not ended.
create unique index sessions_live on sessions (runtime_id, session_id) where ended_at is null;
create index sessions_by_age on sessions (created_at desc, id);
create index sessions_by_runtime on sessions (runtime_id, created_at desc);
