-- A supervisor's decisions are among the steps from which a history is built.
drop index turn_event_steps;
create index turn_event_steps on turn_event (turn_id, seq)
  where type in ('replyEnded', 'toolEnded', 'decided', 'ended', 'failed');
