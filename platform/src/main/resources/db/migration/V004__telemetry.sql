-- Spans and lines are partitioned by the day they were finished or written, so that a day past its
-- retention is dropped at once. Partitions are made by the platform as the days come.

create table spans (
  trace_id       text        not null,
  span_id        text        not null,
  parent_span_id text,
  name           text        not null,
  kind           text        not null,
  started_at     timestamptz not null,
  ended_at       timestamptz not null,
  duration_nanos bigint      not null,
  status         text        not null,
  status_message text        not null,
  agent          text,
  session        text,
  attributes     jsonb       not null,
  events         jsonb       not null
) partition by range (ended_at);

create index spans_by_trace on spans (trace_id);
create index spans_by_session on spans (session, ended_at desc) where session is not null;
create index spans_by_agent on spans (agent, ended_at desc) where agent is not null;

create table worker_logs (
  seq      bigint      generated always as identity,
  at       timestamptz not null,
  agent    text        not null,
  version  text        not null,
  session  text        not null,
  trace_id text,
  stream   text        not null,
  line     text        not null
) partition by range (at);

create index worker_logs_by_agent on worker_logs (agent, seq);
create index worker_logs_by_session on worker_logs (session, seq);
