-- One row for each history of messages: an agent's session. What was trimmed off its front stands in the summary.
create table conversation (
  agent text not null,
  session text not null,
  created_at timestamptz not null,
  last_turn_at timestamptz not null,
  summary text not null default '',
  -- Turns before this one are no longer part of what the model reads.
  kept_from bigint not null default 0,
  primary key (agent, session)
);

create table turn (
  id uuid primary key,
  seq bigint generated always as identity unique,
  agent text not null,
  session text not null,
  state text not null,
  -- False for a turn that goes on with what an earlier one waited for.
  opens boolean not null,
  node text not null,
  incarnation uuid not null,
  attempts integer not null default 1,
  tenant text not null,
  traceparent text,
  -- Kept while the turn runs: to take it up again after a crash. json, not jsonb: texts may hold \u0000.
  definition json,
  input json not null,
  steps integer not null default 0,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index turn_by_conversation on turn (agent, session, seq);
create index turn_waiting on turn (started_at) where state = 'WAITING';
-- One at a time.
create unique index turn_running on turn (agent, session) where state = 'RUNNING';

create table turn_event (
  turn_id uuid not null,
  seq integer not null,
  type text not null,
  at timestamptz not null,
  event json not null,
  primary key (turn_id, seq)
);
-- The steps among the deltas, from which a history is built.
create index turn_event_steps on turn_event (turn_id, seq)
  where type in ('replyEnded', 'toolEnded', 'ended', 'failed');

-- Who runs turns, and when it was last seen. A turn whose node is gone is another's to take up.
create table harness_node (
  name text primary key,
  incarnation uuid not null,
  seen_at timestamptz not null
);
