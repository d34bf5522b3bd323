-- People look through conversations by age, through turns by the request they ran for, and through requests by age.
create index conversation_by_age on conversation (last_turn_at desc, agent desc, session desc);
create index turn_by_trace on turn (substring(traceparent from 4 for 32)) where traceparent is not null;
create index spans_of_invocations on spans (ended_at desc)
  where kind = 'CLIENT' and agent is not null and name like 'invoke_agent%';
