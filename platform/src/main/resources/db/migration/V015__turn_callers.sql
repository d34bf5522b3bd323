-- Whom a turn is run for: one that a crash cut must not go on for somebody else.
alter table turn add column person text;
alter table turn add column hops integer not null default 0;
alter table turn add column payer text;
update turn set person = tenant, payer = session;
alter table turn alter column person set not null;

-- Of a call that is repeated after a crash: it meets the turn that its first try began.
alter table turn add column key text;
create index turn_by_key on turn (agent, session, key) where key is not null;
