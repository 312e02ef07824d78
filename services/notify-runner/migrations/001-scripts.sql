-- What is known of each script that was ever seen: when it is due, and until when it is quiet.
create table notify_runner.script (
  username text not null,
  name text not null,
  schedule text not null,
  next_run_at timestamptz not null,
  paused boolean not null default false,
  -- Consecutive runs that failed; the owner is told at the third.
  failures integer not null default 0,
  primary key (username, name)
);
create index script_due on notify_runner.script (next_run_at) where not paused;

-- When an alert was told last: one a script, or one for each key that the script gives.
create table notify_runner.told (
  username text not null,
  name text not null,
  key text not null default '',
  told_at timestamptz not null,
  quiet_until timestamptz not null,
  primary key (username, name, key)
);

create table notify_runner.run (
  id bigint generated always as identity primary key,
  username text not null,
  name text not null,
  trigger text not null check (trigger in ('schedule', 'portal', 'desktop', 'command', 'chat')),
  status text not null default 'running' check (status in
    ('running', 'notified', 'quiet', 'cooldown', 'failed', 'interrupted')),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  duration_ms integer,
  exit_code integer,
  stdout text,
  stderr text,
  error text,
  remedy text,
  notification uuid
);
create index run_of_script on notify_runner.run (username, name, id desc);
create index run_started on notify_runner.run (started_at);
-- One run of a person at a time, over all processes.
create unique index run_alone on notify_runner.run (username) where status = 'running';
