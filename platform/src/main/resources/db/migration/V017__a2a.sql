-- Tasks of A2A clients. The contents are events, of which a task as it stands is the sum.
create table a2a_task (
  id uuid primary key,
  agent text not null,
  -- The principal whose task it is, by name: for others it is not there.
  owner text not null,
  context text not null,
  session text not null,
  person text not null,
  hops integer not null,
  state text not null,
  last_seq integer not null default 0,
  -- Who works on it: tasks of a node's former run are taken up, or over.
  node text not null,
  incarnation uuid not null,
  created_at timestamptz not null,
  status_at timestamptz not null
);
create index a2a_task_listed on a2a_task (agent, owner, status_at desc, id desc);
create index a2a_task_by_context on a2a_task (agent, owner, context);
create index a2a_task_open on a2a_task (agent, state)
  where state in ('SUBMITTED', 'WORKING', 'INPUT_REQUIRED', 'AUTH_REQUIRED');
create index a2a_task_over on a2a_task (status_at)
  where state in ('COMPLETED', 'FAILED', 'CANCELED', 'REJECTED');

-- json, not jsonb: texts may hold \u0000.
create table a2a_event (
  task uuid not null references a2a_task on delete cascade,
  seq integer not null,
  kind text not null,
  at timestamptz not null,
  event json not null,
  primary key (task, seq)
);

-- Where a task's updates are sent. What proves us there is sealed.
create table a2a_push (
  task uuid not null references a2a_task on delete cascade,
  id text not null,
  version text not null,
  url text not null,
  sealed text,
  sent_seq integer not null,
  created_at timestamptz not null,
  primary key (task, id)
);
create index a2a_push_behind on a2a_push (created_at);
