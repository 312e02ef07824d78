-- What exists, what was published when, and what was tried. A generation is a number; a version of a
-- table is visible in the generations from_gen <= g < to_gen, so publishing is one short transaction.
create table data_sync.generation (
  id bigint primary key,
  created_at timestamptz not null default now()
);

create table data_sync.version (
  id bigint generated always as identity primary key,
  table_id text not null,
  dataset text not null,
  name text not null,
  description text,
  rows bigint not null,
  bytes bigint not null,
  rejected bigint not null,
  rejects jsonb not null default '[]',
  warnings jsonb not null default '[]',
  schema_sha256 text not null,
  schema_size bigint not null,
  profile_sha256 text,
  profile_size bigint,
  manifest_sha256 text not null,
  manifest_size bigint not null,
  rejects_sha256 text,
  created_at timestamptz not null default now(),
  from_gen bigint not null references data_sync.generation (id),
  to_gen bigint references data_sync.generation (id),
  ended_at timestamptz
);
create unique index version_current on data_sync.version (table_id) where to_gen is null;
-- Analysts see one namespace of views.
create unique index version_current_name on data_sync.version (name) where to_gen is null;
create index version_ended on data_sync.version (to_gen) where to_gen is not null;

-- Every object a version needs: what garbage collection keeps and what a person may fetch.
-- The rejected rows (role 'rejects') stay on the server.
create table data_sync.version_object (
  version_id bigint not null references data_sync.version (id) on delete cascade,
  sha256 text not null,
  size bigint not null,
  role text not null check (role in ('schema', 'profile', 'manifest', 'data', 'rejects')),
  primary key (version_id, sha256, role)
);
create index version_object_sha256 on data_sync.version_object (sha256);

-- The tables that the sources offered last, whether or not one was ever published.
create table data_sync.source_table (
  id text primary key,
  dataset text not null,
  name text not null,
  origin text not null,
  title text,
  description text,
  change_marker text,
  pinned_schema jsonb,
  last_seen_at timestamptz not null default now(),
  last_checked_at timestamptz,
  gone_at timestamptz
);

create table data_sync.run (
  id bigint generated always as identity primary key,
  source text not null,
  -- Null while a source is looked through for its tables.
  table_id text,
  trigger text not null check (trigger in ('start', 'schedule', 'portal', 'command')),
  requested_by text,
  status text not null default 'queued'
    check (status in
      ('queued', 'running', 'published', 'unchanged', 'discovered', 'failed', 'interrupted')),
  requested_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  progress_done bigint,
  progress_total bigint,
  rows bigint,
  rejected bigint,
  bytes_published bigint,
  generation bigint,
  error_code text,
  error text,
  remedy text,
  details jsonb not null default '[]'
);
create index run_open on data_sync.run (id) where status in ('queued', 'running');
create index run_of_table on data_sync.run (table_id, id desc);
create index run_of_source on data_sync.run (source, id desc);
-- Two requests for the same table become one; a request made while one runs waits behind it.
create unique index run_queued_once on data_sync.run (source, coalesce(table_id, ''))
  where status = 'queued';
