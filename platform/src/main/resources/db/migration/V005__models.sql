-- Every call of a model, partitioned by the day it ended and dropped past its retention; and the
-- sums of those calls, which are kept.

create table model_usage (
  at                 timestamptz not null,
  tenant             text        not null,
  agent              text,
  session            text,
  provider           text        not null,
  model              text        not null,
  input_tokens       bigint      not null,
  output_tokens      bigint      not null,
  cache_read_tokens  bigint      not null,
  cache_write_tokens bigint      not null,
  cost               numeric     not null,
  priced             boolean     not null,
  estimated          boolean     not null,
  outcome            text        not null,
  latency_ms         bigint      not null
) partition by range (at);

create index model_usage_by_session on model_usage (session, at) where session is not null;
create index model_usage_by_agent on model_usage (agent, at) where agent is not null;

-- An empty agent or session is a caller that had none: part of the key, where null cannot be.
create table model_spend (
  day           date    not null,
  tenant        text    not null,
  agent         text    not null,
  session       text    not null,
  provider      text    not null,
  model         text    not null,
  calls         bigint  not null,
  input_tokens  bigint  not null,
  output_tokens bigint  not null,
  cost          numeric not null,
  primary key (day, tenant, agent, session, provider, model)
);

create index model_spend_by_session on model_spend (session) where session <> '';
create index model_spend_by_agent on model_spend (agent, day) where agent <> '';
