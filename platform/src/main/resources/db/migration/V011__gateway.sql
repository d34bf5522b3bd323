-- Definitions and catalogues are JSON as text: nothing asks the database what is in them, their order stays, and jsonb refuses
-- what JSON allows.
create table gateway (
  id text primary key,
  seq bigint generated always as identity unique,
  name text collate "C" not null constraint gateway_name_taken unique,
  status text not null,
  definition text not null,
  tags text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- The catalogue is what the target offers, as it was last asked; null until it answered. The vectors are those of its tools, in
-- their order; null when they are still to be made. The revision rises with each change of what is asked.
create table gateway_target (
  gateway_id text not null references gateway,
  id text collate "C" not null,
  seq bigint generated always as identity unique,
  name text collate "C" not null,
  status text not null,
  reasons text not null,
  definition text not null,
  revision bigint not null,
  catalogue text,
  vectors bytea,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  synchronized_at timestamptz,
  primary key (gateway_id, id),
  constraint gateway_target_name_taken unique (gateway_id, name)
);
