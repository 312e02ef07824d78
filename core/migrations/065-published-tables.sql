-- What analysts may query right now: the files of the newest version of each table.
create table core.published_table (
  id text primary key,
  dataset text not null,
  name text not null,
  files text[] not null,
  updated_at timestamptz not null default now()
);
