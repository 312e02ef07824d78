-- Who may do something alone, and until when.
create table core.lease (
  name text primary key,
  holder text not null,
  expires_at timestamptz not null
);

-- Each job's last run, and the last useful thing it did.
create table core.job (
  name text primary key,
  status text not null check (status in ('running', 'ok', 'failed', 'interrupted')),
  started_at timestamptz not null,
  finished_at timestamptz,
  last_work text,
  last_work_at timestamptz,
  error text
);
