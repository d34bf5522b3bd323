-- Files that people sent: what is known of each. Its content is in the state folder or in a bucket,
-- under its id. A row is made before its URL is given out, and goes after its content.
create table object_upload (
  id text collate "C" primary key,
  person text not null,
  object_key text not null,
  name text not null,
  media_type text not null,
  max_bytes bigint not null,
  state text not null check (state in ('AWAITED', 'ARRIVING', 'STORED')),
  bytes bigint not null default 0,
  sha256 text,
  created_at timestamptz not null,
  put_until timestamptz not null,
  expires_at timestamptz not null
);

create index object_upload_person on object_upload (person, created_at);
create index object_upload_expires on object_upload (expires_at);
create index object_upload_unfinished on object_upload (put_until) where state <> 'STORED';
